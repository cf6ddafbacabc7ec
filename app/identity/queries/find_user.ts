import { inReadTransaction } from '#app/shared/database/unit'
import * as users from '#app/identity/records/users'

/** Who is this? */
export function findUser(id: string): Promise<users.User | undefined> {
  return inReadTransaction(() => users.find(id))
}

export function findUserByEmail(email: string): Promise<users.User | undefined> {
  return inReadTransaction(() => users.findByEmail(email))
}
