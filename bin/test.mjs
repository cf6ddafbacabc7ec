#!/usr/bin/env node
/** `npm test`: the set-up of `npm start`, then every check. `npm test -- --suite api --files tests/billing` for some. */
import { fileURLToPath } from 'node:url'
import { checkHostNode, continueOnProjectNode, runsOnProjectNode } from './lib/host.mjs'
import { runEntrance } from './lib/refusal.mjs'

await runEntrance(async () => {
  checkHostNode()
  const { install } = await import('./lib/install.mjs')
  await install()
  if (!runsOnProjectNode())
    return continueOnProjectNode(fileURLToPath(import.meta.url), process.argv.slice(2))
  const { runTests } = await import('./lib/run_tests.mjs')
  return runTests(process.argv.slice(2))
})
