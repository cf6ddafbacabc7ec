import { buildFrontend } from './frontend.mjs'
import { runEntrance } from './refusal.mjs'
import { readEnvironment } from './settings.mjs'

/** Builds the pages without a database or secrets, as the making of a container image or a release needs it. */
await runEntrance(async () => {
  await buildFrontend(readEnvironment())
  return 0
})
