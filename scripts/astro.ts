/*
 * node scripts/astro.ts COMMAND…
 * Astro's own command line, on every system alike, and without its telemetry.
 */
process.env['ASTRO_TELEMETRY_DISABLED'] = '1'
await import(new URL('bin/astro.mjs', import.meta.resolve('astro/package.json')).href)
