import { randomBytes } from 'node:crypto'
import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { seal } from '#app/shared/secrets/keyring'
import { Clock } from '#app/shared/time/clock'
import { coversScopes } from '#app/identity/domain/oauth'
import { oauthSecretContext } from '#app/identity/domain/oauth_secret'
import {
  applicationChanged,
  applicationRegistered,
  applicationRemoved,
  applicationSecretRenewed,
} from '#app/identity/events'
import * as oauthClients from '#app/identity/records/oauth_clients'
import * as oauthRecords from '#app/identity/records/oauth_records'

export interface OauthClientWish {
  name: string
  redirectUris: string[]
  postLogoutRedirectUris: string[]
  /** Where it wants to hear that somebody was signed out here. */
  backchannelLogoutUri: string | null
  scopes: string[]
  isTrusted: boolean
}

export type OauthClientError = { type: 'application_not_found' } | { type: 'application_has_no_secret' }
type Managed<Value> = Promise<Result<Value, OauthClientError>>

/** Applications that people sign in to with their account here. A secret is told once. */
@inject()
export class ManageOauthClients {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  /** @param isSecret whether it can keep a secret: a server can, a page or a phone cannot */
  register(
    wish: OauthClientWish,
    { isSecret, by }: { isSecret: boolean; by: string }
  ): Promise<{ client: oauthClients.OauthClient; secret: string | null }> {
    return inTransaction(async () => {
      const id = newId()
      const secret = isSecret ? makeSecret() : null
      await oauthClients.insert({
        id,
        ...toColumns(wish),
        sealed_secret: secret ? JSON.stringify(seal(secret, oauthSecretContext(id))) : null,
        created_by: by,
        created_at: this.clock.now(),
      })
      const data = { clientId: id, name: wish.name, redirectUris: wish.redirectUris }
      await this.events.record([fact(applicationRegistered, { kind: 'oauth_client', id }, { data })])
      return { client: (await oauthClients.find(id))!, secret }
    })
  }

  change(id: string, wish: OauthClientWish): Managed<oauthClients.OauthClient> {
    return inTransaction(async () => {
      const before = await oauthClients.find(id)
      if (!before) return err({ type: 'application_not_found' as const })
      const columns = toColumns(wish)
      await oauthClients.update(id, columns)
      // What was given before says more than may be said now, or what people have not been asked for: they come in anew.
      const isLess =
        !coversScopes(columns.scopes, before.scopes) || (before.is_trusted && !columns.is_trusted)
      if (isLess) await oauthRecords.removeOfClient(id, null)
      const changes = Object.fromEntries(
        Object.entries(columns)
          .map(([name, to]) => [name, { from: before[name as keyof typeof columns], to }] as const)
          .filter(([, { from, to }]) => JSON.stringify(from) !== JSON.stringify(to))
      )
      const data = { clientId: id, changes }
      await this.events.record([fact(applicationChanged, { kind: 'oauth_client', id }, { data })])
      return ok((await oauthClients.find(id))!)
    })
  }

  renewSecret(id: string): Managed<{ client: oauthClients.OauthClient; secret: string }> {
    return inTransaction(async () => {
      const client = await oauthClients.find(id)
      if (!client) return err({ type: 'application_not_found' as const })
      if (client.sealed_secret === null) return err({ type: 'application_has_no_secret' as const })
      const secret = makeSecret()
      await oauthClients.update(id, {
        sealed_secret: JSON.stringify(seal(secret, oauthSecretContext(id))),
      })
      const data = { clientId: id, name: client.name }
      await this.events.record([fact(applicationSecretRenewed, { kind: 'oauth_client', id }, { data })])
      return ok({ client, secret })
    })
  }

  remove(id: string): Managed<void> {
    return inTransaction(async () => {
      const client = await oauthClients.find(id)
      if (!client) return err({ type: 'application_not_found' as const })
      await oauthClients.update(id, { removed_at: this.clock.now(), sealed_secret: null })
      await oauthRecords.removeOfClient(id, null)
      const data = { clientId: id, name: client.name }
      await this.events.record([fact(applicationRemoved, { kind: 'oauth_client', id }, { data })])
      return ok()
    })
  }
}

/** 256 bits, under a prefix by which scanners of source code know it. */
function makeSecret(): string {
  return `ezs_app_${randomBytes(32).toString('base64url')}`
}

function toColumns({
  name,
  redirectUris,
  postLogoutRedirectUris,
  scopes,
  isTrusted,
  ...wish
}: OauthClientWish) {
  return {
    name,
    backchannel_logout_uri: wish.backchannelLogoutUri,
    redirect_uris: redirectUris,
    post_logout_redirect_uris: postLogoutRedirectUris,
    scopes: [...new Set(['openid', ...scopes])],
    is_trusted: isTrusted,
  }
}
