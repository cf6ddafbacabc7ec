import { createHash } from 'node:crypto'
import type { Adapter, AdapterPayload } from 'oidc-provider'
import { errors } from 'oidc-provider'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { isUuid, readId } from '#app/shared/ids'
import { type SealedSecret, seal, unseal } from '#app/shared/secrets/keyring'
import { addMilliseconds } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { findOauthClient, openOauthSecret } from '#app/identity/queries/list_oauth_clients'
import type { OauthClient } from '#app/identity/records/oauth_clients'
import * as oauthRecords from '#app/identity/records/oauth_records'

const clock = new Clock()

/**
 * Where the protocol keeps what it has given out, for the tenant of the request. What is given out opens something by itself, so that it
 * is found by a hash and kept encrypted: whoever reads the table has no tokens.
 */
export class TenantAdapter implements Adapter {
  constructor(private kind: string) {}

  async upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void> {
    const expiresAt = expiresIn ? addMilliseconds(clock.wall(), expiresIn * 1000) : null
    await inTransaction(() =>
      oauthRecords.store({
        kind: this.kind,
        idHash: hashOf(id),
        sealedPayload: seal(JSON.stringify(payload), this.context(hashOf(id))),
        grantHash: payload.grantId ? hashOf(payload.grantId) : this.kind === 'Grant' ? hashOf(id) : null,
        uidHash: payload.uid ? hashOf(payload.uid) : null,
        clientId: readId('oauthClient', payload.clientId) ?? null,
        userId: readId('user', payload.accountId) ?? null,
        expiresAt,
      })
    )
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    if (this.kind === 'Client') return findClientMetadata(id)
    const row = await inReadTransaction(() => oauthRecords.find(this.kind, hashOf(id), clock.wall()))
    return row && this.open(row)
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    const row = await inReadTransaction(() => oauthRecords.findByUid(this.kind, hashOf(uid), clock.wall()))
    return row && this.open(row)
  }

  /** Nobody is shown codes to type in. */
  async findByUserCode(): Promise<undefined> {}

  /**
   * Of two that use one code or one refresh token at the same instant, one is refused here. One of them stole it: with the grant goes what the
   * first is about to be given, as where the second comes later.
   */
  async consume(id: string): Promise<void> {
    const isFirst = await inTransaction(() => oauthRecords.consume(this.kind, hashOf(id), clock.wall()))
    if (isFirst) return
    await inTransaction(() => oauthRecords.removeGrantOf(this.kind, hashOf(id)))
    throw new errors.InvalidGrant('it was used already')
  }

  async destroy(id: string): Promise<void> {
    await inTransaction(() => oauthRecords.remove(this.kind, hashOf(id)))
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await inTransaction(() => oauthRecords.removeOfGrant(hashOf(grantId)))
  }

  private open(row: oauthRecords.OauthRecord): AdapterPayload {
    const text = unseal(row.sealed_payload as unknown as SealedSecret, this.context(row.id_hash))
    const payload = JSON.parse(text) as AdapterPayload
    return row.consumed_at ? { ...payload, consumed: Math.floor(row.consumed_at.getTime() / 1000) } : payload
  }

  private context(hash: Buffer): string {
    return `oauth:${this.kind}:${hash.toString('base64')}`
  }
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(`oauth:${text}`).digest()
}

async function findClientMetadata(shownId: string): Promise<AdapterPayload | undefined> {
  const id = readId('oauthClient', shownId)
  const client = id && isUuid(id) ? await findOauthClient(id) : undefined
  return client && toMetadata(shownId, client)
}

function toMetadata(shownId: string, client: OauthClient): AdapterPayload {
  const secret = openOauthSecret(client)
  const mayStay = client.scopes.includes('offline_access')
  return {
    client_id: shownId,
    client_name: client.name,
    ...(secret ? { client_secret: secret } : {}),
    token_endpoint_auth_method: secret ? 'client_secret_basic' : 'none',
    redirect_uris: client.redirect_uris,
    post_logout_redirect_uris: client.post_logout_redirect_uris,
    ...(client.backchannel_logout_uri ? { backchannel_logout_uri: client.backchannel_logout_uri } : {}),
    scope: client.scopes.join(' '),
    grant_types: mayStay ? ['authorization_code', 'refresh_token'] : ['authorization_code'],
    response_types: ['code'],
    // Only programs on the same machine come back without TLS, and the library takes that from nobody else.
    application_type: client.redirect_uris.some((uri) => uri.startsWith('http:')) ? 'native' : 'web',
  } as AdapterPayload
}
