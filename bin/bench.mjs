#!/usr/bin/env node
/** `npm run bench`: the set-up of `npm test`, then the measurements of bench/main.ts. */
import { fileURLToPath } from 'node:url'
import { checkHostNode, continueOnProjectNode, runsOnProjectNode } from './lib/host.mjs'
import { runEntrance } from './lib/refusal.mjs'

await runEntrance(async () => {
  checkHostNode()
  const { install } = await import('./lib/install.mjs')
  await install()
  if (!runsOnProjectNode())
    return continueOnProjectNode(fileURLToPath(import.meta.url), process.argv.slice(2))
  const { runBench } = await import('./lib/run_bench.mjs')
  return runBench(process.argv.slice(2))
})
