import { currentActor } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { enqueue } from '#app/shared/jobs/queue'
import { normaliseEmail } from '#app/identity/domain/email'
import { makeMailedLink } from '#app/identity/domain/jobs'
import * as users from '#app/identity/records/users'

/**
 * Takes somebody's wish for a link in a mail. Whether anybody has the address shows neither in the answer nor in how long it takes: all that is
 * only done for somebody is done afterwards.
 */
export class AskForMailedLink {
  async execute({ email, purpose }: { email: string; purpose: 'password' | 'sign_in' }): Promise<void> {
    await inTransaction(async () => {
      const user = await users.findByEmail(normaliseEmail(email))
      await enqueue(makeMailedLink, { userId: user?.id ?? null, purpose, ip: currentActor().ip ?? null })
    })
  }
}
