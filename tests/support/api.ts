import type { Tenant } from '#app/shared/database/context'
import { customerAbilities, staffAbilities, type Ability } from '#app/shared/http/caller'
import { newId, showId } from '#app/shared/ids'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { Clock } from '#app/shared/time/clock'
import { takeCustomerNumber } from '#app/customers/index'
import { makeToken } from '#app/identity/index'
import { as } from '#tests/support/tenants'
import { assertMatchesOpenApi, type ApiAnswer, type RawAnswer } from '#tests/support/openapi'

export { assertMatchesOpenApi } from '#tests/support/openapi'

export interface ApiClientOptions {
  as: 'customer' | 'staff'
  /** What the token may do; everything by default. */
  abilities?: readonly Ability[]
  /** Of the person: membership permissions or staff roles. */
  permissions?: string[]
  roles?: string[]
  /** Another person of the same customer, instead of a new customer. */
  customerId?: string
  currency?: string
}

interface SendOptions {
  body?: unknown
  headers?: Record<string, string>
  /** The text as it goes over the wire, for malformed bodies. */
  rawBody?: string
}

/** Speaks to the API of one tenant as one person. Every answer is held to the OpenAPI document. */
export class ApiClient {
  constructor(
    readonly tenant: Tenant,
    readonly audience: 'customer' | 'staff',
    readonly token: string | null,
    readonly userId: string,
    readonly customerId: string
  ) {}

  /** The customer's id as the API shows it. */
  get shownCustomerId(): string {
    return showId('customer', this.customerId)
  }

  get host(): string {
    const surface = this.audience === 'staff' ? 'admin' : 'account'
    return `${surface}.${this.tenant.slug}.localhost`
  }

  get(path: string, options: SendOptions = {}): Promise<ApiAnswer> {
    return this.send('GET', path, options)
  }

  post(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    return this.send('POST', path, { body, headers })
  }

  put(path: string, body?: unknown): Promise<ApiAnswer> {
    return this.send('PUT', path, { body })
  }

  patch(path: string, body?: unknown): Promise<ApiAnswer> {
    return this.send('PATCH', path, { body })
  }

  delete(path: string): Promise<ApiAnswer> {
    return this.send('DELETE', path, {})
  }

  /** @param path below /api/v1 */
  async send(method: string, path: string, { body, headers = {}, rawBody }: SendOptions): Promise<ApiAnswer> {
    const answer = await this.exchange({
      host: this.host,
      method,
      path: `/api/v1${path}`,
      headers: {
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...(body !== undefined || rawBody !== undefined ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      text: rawBody ?? (body === undefined ? undefined : JSON.stringify(body)),
    })
    const complete = { ...answer, method, path, audience: this.audience }
    await assertMatchesOpenApi(complete)
    return complete
  }

  /** How a request gets to the application. */
  protected exchange(raw: RawRequest): Promise<RawAnswer> {
    return request(raw)
  }
}

/** A client without a token. */
export function anonymousApiClient(tenant: Tenant, audience: 'customer' | 'staff'): ApiClient {
  return new ApiClient(tenant, audience, null, '', '')
}

/** Creates a person, with a customer or a place among the staff, and a token for them. */
export async function apiClientFor(tenant: Tenant, options: ApiClientOptions): Promise<ApiClient> {
  return as(tenant, () =>
    inTransaction(async () => {
      const now = new Clock().now()
      const userId = newId()
      const email = `${userId}@example.test`
      await db
        .insertInto('users')
        .values({
          id: userId,
          email,
          name: 'Ada Lovelace',
          password_hash: '!',
          created_at: now,
          email_verified_at: now,
        })
        .execute()
      const customerId = options.as === 'customer' ? await joinCustomer(userId, email, now, options) : null
      if (!customerId) {
        const roles = options.roles ?? ['owner']
        await db.insertInto('staff_members').values({ user_id: userId, roles, created_at: now }).execute()
      }
      const everything = options.as === 'customer' ? customerAbilities : staffAbilities
      const token = await issueToken({ userId, customerId, abilities: options.abilities ?? everything }, now)
      return new ApiClient(tenant, options.as, token, userId, customerId ?? '')
    })
  )
}

/** A client for somebody who is there already, with a new token that may do everything of a customer. */
export async function apiClientOf(
  tenant: Tenant,
  person: { userId: string; customerId: string }
): Promise<ApiClient> {
  const token = await as(tenant, () =>
    inTransaction(() => issueToken({ ...person, abilities: customerAbilities }, new Clock().now()))
  )
  return new ApiClient(tenant, 'customer', token, person.userId, person.customerId)
}

interface TokenOwner {
  userId: string
  customerId: string | null
  abilities: readonly Ability[]
}

async function issueToken({ userId, customerId, abilities }: TokenOwner, now: Date): Promise<string> {
  const { token, hash } = makeToken()
  await db
    .insertInto('api_tokens')
    .values({
      id: newId(),
      user_id: userId,
      customer_id: customerId,
      name: 'Test',
      token_hash: hash,
      abilities: [...abilities],
      created_at: now,
    })
    .execute()
  return token
}

async function joinCustomer(
  userId: string,
  email: string,
  now: Date,
  { customerId, currency = 'EUR', permissions = ['owner'] }: ApiClientOptions
): Promise<string> {
  const id = customerId ?? newId()
  if (!customerId) {
    await db
      .insertInto('customers')
      .values({
        id,
        number: await takeCustomerNumber(),
        name: 'Ada Lovelace',
        email,
        currency,
        country: 'DE',
        city: 'Berlin',
        postal_code: '10115',
        street: 'Invalidenstraße 1',
        created_at: now,
      })
      .execute()
  }
  await db
    .insertInto('memberships')
    .values({ id: newId(), customer_id: id, user_id: userId, permissions, created_at: now })
    .execute()
  return id
}

export interface RawRequest {
  host: string
  method: string
  path: string
  headers: Record<string, string>
  text: string | undefined
}

/** Plain HTTP to the running test server under a host name of the tenant (fetch refuses to set Host). */
export async function request({ host, method, path, headers, text }: RawRequest) {
  const { request: send } = await import('node:http')
  const port = Number(process.env.PORT)
  return new Promise<RawAnswer>((resolve, reject) => {
    const outgoing = send(
      // A connection of its own each time: a kept one may be closed by a server that is busy or gone just when it is used.
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        agent: false,
        headers: { ...headers, host: `${host}:${port}` },
      },
      (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.on('end', () => {
          const answer = Buffer.concat(chunks).toString('utf8')
          const isJson = /json/.test(incoming.headers['content-type'] ?? '')
          const body = isJson && answer ? JSON.parse(answer) : null
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text: answer, body })
        })
      }
    )
    outgoing.on('error', reject)
    if (text !== undefined) {
      outgoing.setHeader('content-length', Buffer.byteLength(text))
      outgoing.write(text)
    }
    outgoing.end()
  })
}
