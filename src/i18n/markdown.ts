import { defineMdastPlugin, type MdastPluginEntry } from 'satteri'
import { typesetFrench } from './typeset.ts'

const SHORT_CODE = 20

/** What lessons need of Markdown beyond the usual: French typography in `fr.mdx`, and inline code that does not break. */
export const lessonMarkdown: readonly MdastPluginEntry[] = [
  ({ fileURL }) =>
    fileURL?.pathname.endsWith('/fr.mdx') &&
    defineMdastPlugin({
      name: 'french-typography',
      text(node, context) {
        const value = typesetFrench(node.value)
        if (value !== node.value) context.replaceNode(node, { type: 'text', value })
      },
    }),
  defineMdastPlugin({
    name: 'unbroken-code',
    inlineCode(node, context) {
      if (node.value.length <= SHORT_CODE) context.setProperty(node, 'data', { hProperties: { className: ['nb'] } })
    },
  }),
]
