import { inject } from '@adonisjs/core'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { seal, type SealedSecret, unseal } from '#app/shared/secrets/keyring'
import { Clock } from '#app/shared/time/clock'
import { isIssuer, providerSecretContext } from '#app/identity/domain/provider_sign_in'
import { checkProvider, type OpenProvider, type ProviderFault } from '#app/identity/drivers/openid/driver'
import { providerRemoved, providerSaved } from '#app/identity/events'
import * as linkedSignIns from '#app/identity/records/linked_sign_ins'
import * as providers from '#app/identity/records/sign_in_providers'

export interface ProviderWish {
  name: string
  issuer: string
  clientId: string
  isEnabled: boolean
  takesSignUps: boolean
  /** Left out on a change: the present one stays. */
  secret?: string
}

export type SaveProviderError =
  | { type: 'provider_not_found' }
  | { type: 'issuer_unusable' }
  | { type: 'provider_known' }
  | { type: 'secret_missing' }
  /** The people who are linked are known to one issuer: another one is another provider. */
  | { type: 'issuer_fixed' }

/** Where else people may sign in. Whoever the tenant trusts with this opens its customers' accounts, so that only owners say it. */
@inject()
export class ManageSignInProviders {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  add(wish: ProviderWish, by: string): Promise<Result<providers.SignInProvider, SaveProviderError>> {
    return inTransaction(async () => {
      if (!isIssuer(wish.issuer)) return err({ type: 'issuer_unusable' as const })
      if (!wish.secret) return err({ type: 'secret_missing' as const })
      const id = newId()
      const isNew = await providers.insert({
        ...rowOf(wish),
        id,
        issuer: wish.issuer,
        client_id: wish.clientId,
        sealed_secret: sealFor(id, wish.secret),
        created_by: by,
        created_at: this.clock.now(),
      })
      if (!isNew) return err({ type: 'provider_known' as const })
      await this.announce(id, wish)
      return ok((await providers.find(id))!)
    })
  }

  change(id: string, wish: ProviderWish): Promise<Result<providers.SignInProvider, SaveProviderError>> {
    return inTransaction(async () => {
      const known = await providers.find(id)
      if (!known) return err({ type: 'provider_not_found' as const })
      if (known.issuer !== wish.issuer || known.client_id !== wish.clientId)
        return err({ type: 'issuer_fixed' as const })
      await providers.update(id, {
        ...rowOf(wish),
        ...(wish.secret ? { sealed_secret: sealFor(id, wish.secret) } : {}),
      })
      await this.announce(id, wish)
      return ok((await providers.find(id))!)
    })
  }

  /** Whoever signed in by it does so no longer; their accounts stay. */
  remove(id: string): Promise<Result<void, { type: 'provider_not_found' }>> {
    return inTransaction(async () => {
      const known = await providers.find(id)
      if (!known) return err({ type: 'provider_not_found' as const })
      await linkedSignIns.removeOfProvider(id)
      await providers.update(id, { is_enabled: false, removed_at: this.clock.now() })
      const subject = { kind: 'sign_in_provider', id }
      await this.events.record([
        fact(providerRemoved, subject, { data: { name: known.name, issuer: known.issuer } }),
      ])
      return ok()
    })
  }

  /** Asks the issuer, and notes how it went. */
  async test(
    id: string
  ): Promise<Result<void, { type: 'provider_not_found' } | { type: 'test_failed'; fault: ProviderFault }>> {
    const known = await inReadTransaction(() => providers.find(id))
    if (!known) return err({ type: 'provider_not_found' })
    const checked = await checkProvider(openProvider(known))
    const test_error = checked.ok ? null : checked.error.message
    await inTransaction(() => providers.update(id, { tested_at: this.clock.now(), test_error }))
    return checked.ok ? ok() : err({ type: 'test_failed', fault: checked.error })
  }

  private async announce(
    id: string,
    { name, issuer, isEnabled, takesSignUps, secret }: ProviderWish
  ): Promise<void> {
    const data = { name, issuer, isEnabled, takesSignUps, isSecretNew: secret !== undefined }
    await this.events.record([fact(providerSaved, { kind: 'sign_in_provider', id }, { data })])
  }
}

function rowOf({ name, isEnabled, takesSignUps }: ProviderWish) {
  return { name, is_enabled: isEnabled, takes_sign_ups: takesSignUps }
}

const sealFor = (id: string, secret: string) => JSON.stringify(seal(secret, providerSecretContext(id)))

/** With its secret in the clear, for the driver alone. */
export function openProvider(row: providers.SignInProvider): OpenProvider {
  const secret = unseal(row.sealed_secret as unknown as SealedSecret, providerSecretContext(row.id))
  return { issuer: row.issuer, clientId: row.client_id, secret }
}
