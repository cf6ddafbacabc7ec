import { currentActor } from '#app/shared/database/context'
import { actingAs } from '#app/shared/database/unit'
import * as staffMembers from '#app/identity/records/staff_members'

/**
 * What a visitor does who proved who they are by a link, a password or a code, before there is a session: theirs in the log, and not the
 * platform's. Visitors are known by the address that they came from; work that nobody came for stays the platform's.
 * Of what kind somebody is who begins just now is said: no list knows them yet.
 */
export async function asPerson<T>(
  person: string | { userId: string; kind: 'customer' | 'staff' },
  run: () => Promise<T>
): Promise<T> {
  const actor = currentActor()
  if (actor.id !== null || actor.kind !== 'system' || !actor.ip) return run()
  if (typeof person !== 'string')
    return actingAs({ actor: { ...actor, kind: person.kind, id: person.userId } }, run)
  const kind = (await staffMembers.find(person)) ? 'staff' : 'customer'
  return actingAs({ actor: { ...actor, kind, id: person } }, run)
}
