#!/usr/bin/env node
/** `npm start`: from a bare machine to the running demo. Must stay readable for an old Node until the packages are in. */
import { checkHostNode, continueOnProjectNode, runsOnProjectNode } from './lib/host.mjs'
import { runEntrance } from './lib/refusal.mjs'
import { fileURLToPath } from 'node:url'

await runEntrance(async () => {
  checkHostNode()
  const { install } = await import('./lib/install.mjs')
  await install()
  if (!runsOnProjectNode())
    return continueOnProjectNode(fileURLToPath(import.meta.url), process.argv.slice(2))
  const { startDemo } = await import('./lib/start_demo.mjs')
  return startDemo()
})
