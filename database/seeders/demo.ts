import { asTenant } from '#app/shared/database/unit'
import env from '#start/env'
import {
  dedicatedServers,
  minecraft,
  seedCatalogue,
  seedProducts,
  valheim,
  webHosting,
  workspaces,
} from '#app/catalogue/index'
import { seedTenant } from '#database/seeders/demo_tenant'
import { seedPeople } from '#database/seeders/demo_people'
import { seedOutside } from '#database/seeders/demo_outside'

/** Everything the demo needs, in steps that can each be repeated: a first start that was cut off goes on where it stopped. */
export async function seedDemo({ sandboxUrl = env.get('SANDBOX_URL') } = {}): Promise<void> {
  const tenant = await seedTenant(env.get('PUBLIC_BASE_HOST'))
  await asTenant({ tenant }, async () => {
    // The smallest server can be tried, so that a newcomer sees what a free trial looks like.
    await seedCatalogue({ 'vps-s': { days: 7, needsMethod: true } })
    await seedProducts([minecraft, valheim, workspaces, webHosting, dedicatedServers])
    await seedOutside(sandboxUrl)
    await seedPeople()
  })
}
