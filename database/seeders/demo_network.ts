import app from '@adonisjs/core/services/app'
import { inReadTransaction } from '#app/shared/database/unit'
import { listDatacenters, ManageDatacenters, ManagePools } from '#app/network/index'

/** Where the sandbox's panels say that they stand, and the networks that their addresses come from. */
const places = [
  {
    place: { code: 'fra1', name: 'Frankfurt 1', city: 'Frankfurt am Main', country: 'DE' },
    pools: [
      { name: 'Frankfurt IPv4', network: '203.0.113.0/24', gateway: '203.0.113.1' },
      { name: 'Frankfurt machines', network: '192.0.2.0/24', gateway: null },
    ],
  },
  {
    place: { code: 'nyc1', name: 'New York 1', city: 'New York', country: 'US' },
    pools: [{ name: 'New York IPv4', network: '198.18.0.0/24', gateway: '198.18.0.1' }],
  },
]

/** Once: what staff change of it stays changed. */
export async function seedNetwork(): Promise<void> {
  if ((await inReadTransaction(listDatacenters)).length > 0) return
  const [datacenters, addressPools] = [
    await app.container.make(ManageDatacenters),
    await app.container.make(ManagePools),
  ]
  for (const { place, pools } of places) {
    const added = await datacenters.add(place)
    if (!added.ok) throw new Error(`The demo datacenter was refused: ${added.error.type}`)
    for (const pool of pools) {
      const wish = { ...pool, datacenterId: added.value.id, quarantineHours: 168, note: '' }
      const opened = await addressPools.open(wish)
      if (!opened.ok) throw new Error(`The demo pool was refused: ${opened.error.type}`)
    }
  }
}
