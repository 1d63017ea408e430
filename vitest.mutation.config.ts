import config from './vitest.config.ts'

/** What is asked whether a rule has changed: the tests of the rules themselves, not of what is built on them. */
export default { ...config, test: { ...config.test, include: ['**/unit/{kubernetes,scheduling}/**/*.test.ts'] } }
