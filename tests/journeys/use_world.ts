import type { Group } from '@japa/runner/core'
import { Shopper } from '#tests/journeys/shopper'
import { World } from '#tests/journeys/world'
import { useSandbox } from '#tests/support/sandbox'

/** A sandbox for the group, and a new hosting company with Ada as its customer for each story. */
export function useWorld(
  group: Group
): (start?: { at?: string; timeZone?: string }) => Promise<{ world: World; ada: Shopper }> {
  const sandbox = useSandbox(group, {
    SANDBOX_BUILD_MS: '40',
    SANDBOX_TASK_MS: '5',
    SANDBOX_WEBSITE_MS: '0',
    SANDBOX_PTERODACTYL_RATE: '100000',
  })
  const worlds: World[] = []
  group.each.teardown(async () => {
    for (const world of worlds.splice(0)) await world.end()
  })
  return async (start) => {
    const world = await World.begin(sandbox(), start)
    worlds.push(world)
    return { world, ada: await Shopper.signUp(world) }
  }
}
