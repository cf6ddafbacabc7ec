/** `bin/setup`: everything `npm start` does before it starts anything. */
import { fileURLToPath } from 'node:url'
import { checkHostNode, continueOnProjectNode, runsOnProjectNode } from './lib/host.mjs'
import { runEntrance } from './lib/refusal.mjs'

await runEntrance(async () => {
  checkHostNode()
  const { install } = await import('./lib/install.mjs')
  await install()
  if (!runsOnProjectNode())
    return continueOnProjectNode(fileURLToPath(import.meta.url), process.argv.slice(2))
  const { setUp } = await import('./lib/set_up.mjs')
  return setUp()
})
