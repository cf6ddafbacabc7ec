import { currentActor } from '#app/shared/database/context'
import { actingAs } from '#app/shared/database/unit'
import * as staffMembers from '#app/identity/records/staff_members'

/**
 * What a visitor does who proved who they are by a link, a password or a code, before there is a session: theirs in the log, and not the
 * platform's. Visitors are known by the address that they came from; work that nobody came for stays the platform's.
 */
export async function asPerson<T>(userId: string, run: () => Promise<T>): Promise<T> {
  const actor = currentActor()
  if (actor.id !== null || actor.kind !== 'system' || !actor.ip) return run()
  const kind = (await staffMembers.find(userId)) ? 'staff' : 'customer'
  return actingAs({ actor: { ...actor, kind, id: userId } }, run)
}
