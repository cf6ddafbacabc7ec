import hash from '@adonisjs/core/services/hash'
import { inject } from '@adonisjs/core'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { normaliseEmail } from '#app/identity/domain/email'
import * as signIns from '#app/identity/records/sign_ins'
import * as users from '#app/identity/records/users'

export interface Credentials {
  email: string
  password: string
  ip: string
  userAgent: string | null
}

/** One error for every cause: whoever asks must not learn whether the address is known. */
export type SignInError = { type: 'credentials_refused' }

type Outcome = 'success' | 'wrong_password' | 'unknown_user' | 'disabled'

const decoy: { hash: Promise<string> | null } = { hash: null }

/** Checks who somebody is, and writes down that they tried. */
@inject()
export class SignIn {
  constructor(private clock: Clock) {}

  async execute(credentials: Credentials): Promise<Result<users.User, SignInError>> {
    const email = normaliseEmail(credentials.email)
    const user = await inReadTransaction(() => users.findByEmail(email))
    // An unknown address costs the same work as a known one, so that time does not tell them apart.
    const matches = await hash.verify(user?.password_hash ?? (await decoyHash()), credentials.password)
    const outcome = judge(user, matches)
    await inTransaction(() => this.writeDown(email, user, outcome, credentials))
    return outcome === 'success' && user ? ok(user) : err({ type: 'credentials_refused' })
  }

  private async writeDown(
    email: string,
    user: users.User | undefined,
    outcome: Outcome,
    { ip, userAgent }: Credentials
  ): Promise<void> {
    const at = this.clock.now()
    await signIns.insert({
      id: newId(),
      user_id: user?.id ?? null,
      email,
      ip,
      user_agent: userAgent?.slice(0, 500) ?? null,
      outcome,
      at,
    })
    if (user && outcome === 'success') await users.update(user.id, { last_sign_in_at: at })
  }
}

function judge(user: users.User | undefined, matches: boolean): Outcome {
  if (!user) return 'unknown_user'
  if (!matches) return 'wrong_password'
  return user.disabled_at ? 'disabled' : 'success'
}

function decoyHash(): Promise<string> {
  decoy.hash ??= hash.make('no one has this password')
  return decoy.hash
}
