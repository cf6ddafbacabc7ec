import hash from '@adonisjs/core/services/hash'
import { inject } from '@adonisjs/core'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { ClaimGuess, type TooManyGuesses } from '#app/identity/actions/claim_guess'
import { hashBrowserMark } from '#app/identity/domain/browser_mark'
import { normaliseEmail } from '#app/identity/domain/email'
import { claimsOfPassword } from '#app/identity/domain/guesses'
import { networkOf } from '#app/shared/http/counted_address'
import { type SignInStep, type StaffSecondFactor, stepAfterPassword } from '#app/identity/domain/sign_in_step'
import { findFactors } from '#app/identity/queries/find_factors'
import { findSessionCaller } from '#app/identity/queries/find_session_caller'
import * as knownBrowsers from '#app/identity/records/known_browsers'
import * as signIns from '#app/identity/records/sign_ins'
import * as users from '#app/identity/records/users'

export interface Credentials {
  email: string
  password: string
  /** As what: right credentials on the wrong kind of host are refused like wrong ones. */
  kind: 'customer' | 'staff'
  staffSecondFactor: StaffSecondFactor
  /** The host name, under which a passkey may have been made. */
  rpId: string
  /** By which the browser is known again, when it has signed in before. */
  browserMark: string | null
  ip: string
  userAgent: string | null
}

/** One error for every cause: whoever asks must not learn whether the address is known. */
export type SignInError = { type: 'credentials_refused' } | TooManyGuesses

type Outcome = 'awaiting_factor' | 'right' | 'wrong_password' | 'unknown_user' | 'disabled'

interface Situation {
  user: users.User | undefined
  browser: knownBrowsers.KnownBrowser | undefined
}

const decoy: { hash: Promise<string> | null } = { hash: null }

/** Checks an address and a password, says what follows, and writes down a try that did not get in. `FinishSignIn` writes down one that did. */
@inject()
export class SignIn {
  constructor(
    private clock: Clock,
    private claimGuess: ClaimGuess
  ) {}

  async execute(
    credentials: Credentials
  ): Promise<Result<{ user: users.User; step: SignInStep; isTrustedBrowser: boolean }, SignInError>> {
    const email = normaliseEmail(credentials.email)
    const { user, browser } = await this.load(email, credentials.browserMark)
    const claims = claimsOfPassword(email, {
      browserId: browser?.id ?? null,
      network: networkOf(credentials.ip),
    })
    const claimed = await this.claimGuess.execute(claims)
    if (!claimed.ok) return claimed
    // An unknown address costs the same work as a known one, so that time does not tell them apart.
    const matches = await hash.verify(user?.password_hash ?? (await decoyHash()), credentials.password)
    const isTrustedBrowser = (browser?.trusted_until ?? new Date(0)) > this.clock.now()
    const { outcome, step } = await judge({ user, matches, isTrustedBrowser, credentials })
    if (outcome !== 'right') await this.writeDown(email, user, outcome, credentials)
    if (!user || !step) return err({ type: 'credentials_refused' })
    await this.claimGuess.forgive(claims)
    return ok({ user, step, isTrustedBrowser: isTrustedBrowser && step === 'enter' })
  }

  private load(email: string, mark: string | null): Promise<Situation> {
    return inReadTransaction(async () => {
      const user = await users.findByEmail(email)
      const browser = user && mark ? await knownBrowsers.find(user.id, hashBrowserMark(mark)) : undefined
      return { user, browser }
    })
  }

  private async writeDown(
    email: string,
    user: users.User | undefined,
    outcome: Exclude<Outcome, 'right'>,
    { ip, userAgent }: Credentials
  ): Promise<void> {
    await inTransaction(() =>
      signIns.insert({
        id: newId(),
        user_id: user?.id ?? null,
        email,
        ip,
        user_agent: userAgent?.slice(0, 500) ?? null,
        outcome,
        factor: 'password',
        at: this.clock.now(),
      })
    )
  }
}

async function judge(given: {
  user: users.User | undefined
  matches: boolean
  isTrustedBrowser: boolean
  credentials: Credentials
}): Promise<{ outcome: Outcome; step: SignInStep | null }> {
  const { user, matches, isTrustedBrowser, credentials } = given
  if (!user) return { outcome: 'unknown_user', step: null }
  if (!matches) return { outcome: 'wrong_password', step: null }
  const { kind, staffSecondFactor, rpId } = credentials
  const mayEnter = await findSessionCaller({ userId: user.id, kind, customerId: null })
  if (!mayEnter) return { outcome: 'disabled', step: null }
  const factors = await findFactors(user.id, rpId)
  const step = stepAfterPassword({ kind, factors, isTrustedBrowser, staffSecondFactor })
  return { outcome: step === 'enter' ? 'right' : 'awaiting_factor', step }
}

function decoyHash(): Promise<string> {
  decoy.hash ??= hash.make('no one has this password')
  return decoy.hash
}
