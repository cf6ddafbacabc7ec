import { db } from '#app/shared/database/db'

/** A server of a panel by the panel's own name for it. */
export interface ServerPlace {
  panelId: string
  reference: string
}

/** Claims a server for a service, once more as well. @returns whether it is not claimed for another one */
export async function claimServer(
  claim: ServerPlace & { serviceId: string; until: Date },
  now: Date
): Promise<boolean> {
  const { panelId, reference, serviceId, until } = claim
  const row = await db
    .insertInto('move_claims')
    .values({ panel_id: panelId, reference, service_id: serviceId, claimed_until: until })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'panel_id', 'reference'])
        .doUpdateSet({ service_id: serviceId, claimed_until: until })
        .where((eb) =>
          eb.or([eb('move_claims.service_id', '=', serviceId), eb('move_claims.claimed_until', '<=', now)])
        )
    )
    .returning('service_id')
    .executeTakeFirst()
  return row !== undefined
}

/** For which service a server is claimed, as long as that holds. */
export async function findClaim({ panelId, reference }: ServerPlace, now: Date): Promise<string | null> {
  const row = await db
    .selectFrom('move_claims')
    .select('service_id')
    .where('panel_id', '=', panelId)
    .where('reference', '=', reference)
    .where('claimed_until', '>', now)
    .executeTakeFirst()
  return row?.service_id ?? null
}

export async function dropClaim({
  panelId,
  reference,
  serviceId,
}: ServerPlace & { serviceId: string }): Promise<void> {
  await db
    .deleteFrom('move_claims')
    .where('panel_id', '=', panelId)
    .where('reference', '=', reference)
    .where('service_id', '=', serviceId)
    .execute()
}
