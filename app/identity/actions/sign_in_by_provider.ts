import { inject } from '@adonisjs/core'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { openProvider } from '#app/identity/actions/manage_sign_in_providers'
import {
  decideProviderSignIn,
  type ProviderClaims,
  type ProviderPurpose,
  type ProviderRefusal,
  type ProviderSession,
  providerSessionOf,
} from '#app/identity/domain/provider_sign_in'
import { type SignInStep, stepAfterPassword } from '#app/identity/domain/sign_in_step'
import { beginTrip, type BegunTrip, finishTrip } from '#app/identity/drivers/openid/driver'
import { signInLinked, signInUnlinked } from '#app/identity/events'
import { findFactors } from '#app/identity/queries/find_factors'
import * as linkedSignIns from '#app/identity/records/linked_sign_ins'
import * as memberships from '#app/identity/records/memberships'
import * as providers from '#app/identity/records/sign_in_providers'
import * as users from '#app/identity/records/users'

export type ProviderOutcome =
  | { kind: 'enter'; user: users.User; step: SignInStep; provider: ProviderSession }
  | { kind: 'linked' }
  | { kind: 'already_linked' }
  | { kind: 'sign_up'; claims: ProviderClaims }

export type ProviderSignInError =
  { type: 'provider_not_found' } | { type: 'provider_failed'; message: string } | { type: ProviderRefusal }

interface Return {
  providerId: string
  purpose: ProviderPurpose
  returned: URL
  trip: BegunTrip
  /** The host name, under which a passkey may have been made. */
  rpId: string
}

/** Signing in with an account elsewhere, and linking one. */
@inject()
export class SignInByProvider {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  /** Where the browser is sent, and what has to be remembered until it comes back. */
  async begin(
    providerId: string,
    way: { redirectUri: string; locale: string }
  ): Promise<Result<{ url: string; trip: BegunTrip }, ProviderSignInError>> {
    const provider = await inReadTransaction(() => providers.find(providerId))
    if (!provider?.is_enabled) return err({ type: 'provider_not_found' })
    const begun = await beginTrip(openProvider(provider), way)
    return begun.ok ? begun : err({ type: 'provider_failed', message: begun.error.message })
  }

  async finish({
    providerId,
    purpose,
    returned,
    trip,
    rpId,
  }: Return): Promise<Result<ProviderOutcome, ProviderSignInError>> {
    const provider = await inReadTransaction(() => providers.find(providerId))
    if (!provider?.is_enabled) return err({ type: 'provider_not_found' })
    const answered = await finishTrip(openProvider(provider), { returned, trip })
    if (!answered.ok) return err({ type: 'provider_failed', message: answered.error.message })
    return inTransaction(() => this.settle(provider, { purpose, claims: answered.value, rpId }))
  }

  private async settle(
    provider: providers.SignInProvider,
    { purpose, claims, rpId }: { purpose: ProviderPurpose; claims: ProviderClaims; rpId: string }
  ): Promise<Result<ProviderOutcome, ProviderSignInError>> {
    const link = await linkedSignIns.findBySubject(provider.id, claims.subject)
    const own = purpose.kind === 'link' ? await linkedSignIns.listOfUser(purpose.userId) : []
    const decision = decideProviderSignIn({
      purpose,
      claims,
      linkedUserId: link?.user_id ?? null,
      hasOtherLink: own.some(({ provider_id }) => provider_id === provider.id),
      isEmailKnown: claims.email !== null && (await users.findByEmail(claims.email)) !== undefined,
      takesSignUps: provider.takes_sign_ups,
    })
    switch (decision.kind) {
      case 'refuse':
        return err({ type: decision.why })
      case 'already_linked':
      case 'sign_up':
        return ok(decision.kind === 'sign_up' ? { kind: 'sign_up', claims } : { kind: 'already_linked' })
      case 'link':
        return (await this.link({ userId: decision.userId, provider, claims }))
          ? ok({ kind: 'linked' })
          : err({ type: 'linked_to_somebody_else' })
      default:
        return this.enter(decision.userId, {
          linkId: link!.id,
          rpId,
          session: providerSessionOf(provider.id, claims),
        })
    }
  }

  /** A second factor is asked for all the same: the provider stands in the place of the password. */
  private async enter(
    userId: string,
    { linkId, rpId, session }: { linkId: string; rpId: string; session: ProviderSession }
  ): Promise<Result<ProviderOutcome, ProviderSignInError>> {
    const user = await users.find(userId)
    const mayEnter = user && !user.disabled_at && (await memberships.listOfUser(userId)).length > 0
    if (!mayEnter) return err({ type: 'provider_not_found' })
    await linkedSignIns.noteUse(linkId, this.clock.now())
    const factors = await findFactors(userId, rpId)
    const step = stepAfterPassword({
      kind: 'customer',
      factors,
      isTrustedBrowser: false,
      staffSecondFactor: 'required',
    })
    return ok({ kind: 'enter', user, step, provider: session })
  }

  /** @returns false when somebody else linked it a moment ago */
  async link({
    userId,
    provider,
    claims,
  }: {
    userId: string
    provider: Pick<providers.SignInProvider, 'id' | 'name'>
    claims: Pick<ProviderClaims, 'subject' | 'email'>
  }): Promise<boolean> {
    return inTransaction(async () => {
      const isNew = await linkedSignIns.insert({
        id: newId(),
        user_id: userId,
        provider_id: provider.id,
        subject: claims.subject,
        email: claims.email,
        linked_at: this.clock.now(),
      })
      if (!isNew) return false
      const data = { userId, providerId: provider.id, provider: provider.name }
      await this.events.record([fact(signInLinked, { kind: 'user', id: userId }, { data })])
      return true
    })
  }

  unlink(userId: string, id: string): Promise<Result<void, { type: 'link_not_found' }>> {
    return inTransaction(async () => {
      const gone = await linkedSignIns.remove(userId, id)
      if (!gone) return err({ type: 'link_not_found' as const })
      const provider = await providers.find(gone.provider_id)
      const data = { userId, providerId: gone.provider_id, provider: provider?.name ?? '' }
      await this.events.record([fact(signInUnlinked, { kind: 'user', id: userId }, { data })])
      return ok()
    })
  }
}
