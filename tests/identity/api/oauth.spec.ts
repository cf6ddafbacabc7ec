import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { createLocalJWKSet, jwtVerify } from 'jose'
import * as client from 'openid-client'
import type { Tenant } from '#app/shared/database/context'
import { SignUp } from '#app/customers/index'
import { sendToProvidersThrough } from '#app/identity/drivers/openid/transport'
import { callPublic } from '#app/shared/outbound/call_public'
import { ok } from '#app/shared/result'
import { runQueuedJobs } from '#tests/support/settle'
import { ManageOauthClients } from '#app/identity/actions/manage_oauth_clients'
import { RotateOauthKeys } from '#app/identity/actions/rotate_oauth_keys'
import { findOauthKeys } from '#app/identity/queries/find_oauth_keys'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { readId, showId } from '#app/shared/ids'
import { TellApplicationJob } from '#app/identity/jobs/tell_application_job'
import { request } from '#tests/support/api'
import { BrowserSession } from '#tests/support/browser_session'
import { as, createTenant } from '#tests/support/tenants'

const password = 'correct horse battery'
const back = 'https://desk.example.org/cb'
const everything = ['openid', 'profile', 'email', 'team', 'offline_access']

/** Ada has an account; a help desk is registered with this tenant. */
async function scene({ scopes = everything, isSecret = true } = {}) {
  const tenant = await createTenant()
  const signUp = await app.container.make(SignUp)
  const ada = { email: 'ada@example.test', password, name: 'Ada Lovelace', currency: 'EUR', locale: 'en' }
  const made = await as(tenant, () => signUp.execute(ada))
  if (!made.ok) throw new Error(made.error.type)
  const manage = await app.container.make(ManageOauthClients)
  const wish = {
    name: 'Help desk',
    redirectUris: [back],
    postLogoutRedirectUris: ['https://desk.example.org/'],
    backchannelLogoutUri: 'https://desk.example.org/signed-out',
    scopes,
    isTrusted: false,
  }
  const by = made.value.userId
  const register = () => as(tenant, () => manage.register(wish, { isSecret, by }))
  const change = (id: string, changes: object) => as(tenant, () => manage.change(id, { ...wish, ...changes }))
  const registered = await register()
  const rotate = await app.container.make(RotateOauthKeys)
  await as(tenant, () => rotate.execute())
  const browser = new BrowserSession(tenant)
  await browser.submit('POST', '/session', { email: ada.email, password })
  const id = showId('oauthClient', registered.client.id)
  const config = await discover(tenant, id, registered.secret)
  const { userId, customer } = made.value
  return { tenant, browser, config, id, register, change, userId, customer }
}

/** The client library speaks over the sockets of the test, under the tenant's host name. */
async function discover(tenant: Tenant, id: string, secret: string | null) {
  const issuer = new URL(`http://account.${tenant.slug}.localhost:${process.env.PORT}`)
  const authentication = secret ? client.ClientSecretBasic(secret) : client.None()
  return client.discovery(issuer, id, undefined, authentication, {
    execute: [client.allowInsecureRequests],
    [client.customFetch]: async (url, { method, headers, body }) => {
      const { host, pathname, search } = new URL(url)
      const answer = await request({
        host: host.replace(/:\d+$/, ''),
        method,
        path: pathname + search,
        headers: headers as Record<string, string>,
        text: body ? String(body) : undefined,
      })
      const text = answer.text === '' ? null : answer.text
      return new Response(text, {
        status: answer.status,
        headers: { 'content-type': String(answer.headers['content-type'] ?? '') },
      })
    },
  })
}

type Scene = Awaited<ReturnType<typeof scene>>

interface Begun {
  url: URL
  verifier: string
  state: string
  nonce: string
}

async function begin({ config }: Scene, more: Record<string, string> = {}): Promise<Begun> {
  const verifier = client.randomPKCECodeVerifier()
  const state = client.randomState()
  const nonce = client.randomNonce()
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: back,
    scope: everything.join(' '),
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    prompt: 'consent',
    state,
    nonce,
    ...more,
  })
  return { url, verifier, state, nonce }
}

/** Follows the protocol through the browser until it leaves for the application, agreeing where it is asked. */
async function follow(browser: BrowserSession, url: URL, answer: 'POST' | 'DELETE' = 'POST'): Promise<URL> {
  let path = url.pathname + url.search
  for (let hops = 0; hops < 8; hops += 1) {
    const page = await browser.get(path)
    const left = page.location ? page.location : (await browser.submit(answer, path)).location!
    const next = new URL(left, url)
    if (next.host !== url.host) return next
    path = next.pathname + next.search
  }
  throw new Error('It went round and round')
}

async function signIn(story: Scene, more: Record<string, string> = {}) {
  const begun = await begin(story, more)
  const returned = await follow(story.browser, begun.url)
  const tokens = await client.authorizationCodeGrant(story.config, returned, {
    pkceCodeVerifier: begun.verifier,
    expectedState: begun.state,
    expectedNonce: begun.nonce,
  })
  return { tokens, returned, begun }
}

test.group('Signing in to another application', () => {
  test('by a certified client: code, PKCE, claims by scope, renewal, revocation', async ({ assert }) => {
    const story = await scene()
    const { tokens, returned } = await signIn(story)
    assert.equal(returned.searchParams.get('iss'), story.config.serverMetadata().issuer)
    const sub = showId('user', story.userId)
    assert.equal(tokens.claims()!.sub, sub)
    const info = await client.fetchUserInfo(story.config, tokens.access_token, sub)
    assert.deepInclude(info, { name: 'Ada Lovelace', email: 'ada@example.test' })
    assert.isBoolean(info.email_verified)
    const teams = info.teams as { customer_id: string; permissions: string[]; service_ids: string[] | null }[]
    assert.deepInclude(teams[0]!, {
      customer_id: showId('customer', story.customer.id),
      permissions: ['owner'],
      service_ids: null,
    })
    const renewed = await client.refreshTokenGrant(story.config, tokens.refresh_token!)
    assert.notEqual(renewed.refresh_token, tokens.refresh_token)
    await assert.rejects(() => client.refreshTokenGrant(story.config, tokens.refresh_token!))
    // Whoever uses an old one may have stolen it: all are taken back.
    await assert.rejects(() => client.refreshTokenGrant(story.config, renewed.refresh_token!))
  })

  test('one of two who renew with the same token at once is a thief: neither stays', async ({ assert }) => {
    const story = await scene()
    const { tokens } = await signIn(story)
    const renew = (token: string) => client.refreshTokenGrant(story.config, token).catch(() => null)
    const renewed = await Promise.all([renew(tokens.refresh_token!), renew(tokens.refresh_token!)])
    for (const each of renewed) if (each) assert.isNull(await renew(each.refresh_token!))
  })

  test('what an application may not be told any more is told by no token of before, nor its tokens to others', async ({
    assert,
  }) => {
    const story = await scene()
    const id = readId('oauthClient', story.id)!
    const { tokens } = await signIn(story)
    const { client: other, secret } = await story.register()
    const others = await discover(story.tenant, showId('oauthClient', other.id), secret)
    assert.isFalse((await client.tokenIntrospection(others, tokens.access_token)).active)
    assert.isTrue((await client.tokenIntrospection(story.config, tokens.access_token)).active)
    const works = () =>
      client
        .fetchUserInfo(story.config, tokens.access_token, showId('user', story.userId))
        .then(() => true, () => false) // prettier-ignore
    await story.change(id, { name: 'Desk' })
    assert.isTrue(await works())
    await story.change(id, { scopes: ['openid', 'offline_access'] })
    assert.isFalse(await works())
    await assert.rejects(() => client.refreshTokenGrant(story.config, tokens.refresh_token!))
  })

  test('is asked once, remembered, and taken back by the person', async ({ assert }) => {
    const story = await scene()
    const { tokens } = await signIn(story)
    const { props } = await story.browser.get('/applications')
    assert.equal(props.applications[0].name, 'Help desk')
    const again = await begin(story, { prompt: '', scope: 'openid email' })
    again.url.searchParams.delete('prompt')
    const straight = await follow(story.browser, again.url, 'DELETE')
    assert.isNotNull(straight.searchParams.get('code'), 'nobody was asked')
    await story.browser.submit('DELETE', `/applications/${story.id}`)
    await assert.rejects(() => client.refreshTokenGrant(story.config, tokens.refresh_token!))
    await assert.rejects(() =>
      client.fetchUserInfo(story.config, tokens.access_token, showId('user', story.userId))
    )
    const { tokens: later } = await signIn(story)
    const passwords = { current_password: password, new_password: 'another long password' }
    await story.browser.submit('PUT', '/password', passwords)
    await assert.rejects(() => client.refreshTokenGrant(story.config, later.refresh_token!))
    const refused = await follow(story.browser, (await begin(story)).url, 'DELETE')
    assert.equal(refused.searchParams.get('error'), 'access_denied')
  })

  test('is told to who wants to hear it when the person is signed out, once for each end', async ({
    assert,
    cleanup,
  }) => {
    const heard: URLSearchParams[] = []
    let status = 204
    sendToProvidersThrough(async ({ url, method, body }) => {
      assert.deepEqual([url, method], ['https://desk.example.org/signed-out', 'POST'])
      heard.push(new URLSearchParams(body))
      return ok({ status, headers: {}, body: '' })
    })
    cleanup(() => sendToProvidersThrough((request) => callPublic(request)))
    // What other tests left in the queue is heard first.
    await runQueuedJobs()
    heard.length = 0
    const story = await scene()
    await signIn(story)
    await story.browser.submit('POST', '/session-endings')
    await runQueuedJobs()
    await signIn(story)
    await story.browser.submit('DELETE', `/applications/${story.id}`)
    await runQueuedJobs()
    // Nothing was open by then, so nothing is said.
    await story.browser.submit('POST', '/session-endings')
    await runQueuedJobs()
    assert.lengthOf(heard, 2)
    // What is not taken fails its job, and the queue sends it again.
    status = 503
    const told = { clientId: readId('oauthClient', story.id)!, userId: story.userId }
    await assert.rejects(() => as(story.tenant, () => new TellApplicationJob().run(told)), /503/)
    const { issuer, jwks_uri } = story.config.serverMetadata()
    const published = await request({ host: new URL(issuer).hostname, method: 'GET', path: new URL(jwks_uri!).pathname, headers: {}, text: undefined }) // prettier-ignore
    const keys = JSON.parse(published.text)
    const ids = new Set<string>()
    for (const each of heard) {
      const { payload, protectedHeader } = await jwtVerify(
        each.get('logout_token')!,
        createLocalJWKSet(keys),
        { issuer, audience: story.id }
      )
      assert.deepEqual([payload.sub, protectedHeader.typ], [showId('user', story.userId), 'logout+jwt'])
      assert.deepEqual(payload.events, { 'http://schemas.openid.net/event/backchannel-logout': {} })
      assert.notProperty(payload, 'nonce')
      ids.add(payload.jti!)
    }
    assert.equal(ids.size, heard.length, 'no token says the same twice')
  })

  test('ends with the browser from which it began: signed out there, or ended from elsewhere', async ({
    assert,
    cleanup,
  }) => {
    const heard: string[] = []
    sendToProvidersThrough(async ({ body }) => {
      heard.push(body!)
      return ok({ status: 204, headers: {}, body: '' })
    })
    cleanup(() => sendToProvidersThrough((request) => callPublic(request)))
    await runQueuedJobs()
    const story = await scene()
    const enter = async () => {
      const browser = new BrowserSession(story.tenant)
      await browser.submit('POST', '/session', { email: 'ada@example.test', password })
      return browser
    }
    const isIn = async (browser: BrowserSession) => (await browser.get('/security')).status === 200
    const elsewhere = await enter()
    const ends: [string, () => Promise<unknown>][] = [
      ['a browser that never went there', () => new BrowserSession(story.tenant).submit('DELETE', '/session')],
      ['signed out', () => story.browser.submit('DELETE', '/session')],
      ['ended from another browser', async () => {
        const { sessions } = (await elsewhere.get('/security')).props
        const stolen = sessions.find((session: { is_current: boolean }) => !session.is_current)
        await elsewhere.submit('DELETE', `/sessions/${stolen.id}`)
      }],
    ] // prettier-ignore
    const told: [string, number, boolean][] = []
    for (const [name, end] of ends) {
      if (!(await isIn(story.browser))) story.browser = await enter()
      const { tokens } = await signIn(story)
      heard.length = 0
      await end()
      await runQueuedJobs()
      const works = await client
        .refreshTokenGrant(story.config, tokens.refresh_token!)
        .then(() => true, () => false) // prettier-ignore
      told.push([name, heard.length, works])
    }
    assert.deepEqual(told, [
      ['a browser that never went there', 0, true],
      ['signed out', 1, false],
      ['ended from another browser', 1, false],
    ])
  })

  test('a code counts once; a second use takes back what the first one gave', async ({ assert }) => {
    const story = await scene()
    const { tokens, returned, begun } = await signIn(story)
    await assert.rejects(() =>
      client.authorizationCodeGrant(story.config, returned, {
        pkceCodeVerifier: begun.verifier,
        expectedState: begun.state,
        expectedNonce: begun.nonce,
      })
    )
    await assert.rejects(() =>
      client.fetchUserInfo(story.config, tokens.access_token, showId('user', story.userId))
    )
  })

  test('what is asked wrongly leads nowhere, or back with an error', async ({ assert }) => {
    const story = await scene({ scopes: ['openid', 'email'] })
    const stay = async (more: Record<string, string>) => {
      const { url } = await begin(story, { scope: 'openid email', ...more })
      const { status, location } = await story.browser.get(url.pathname + url.search)
      if (!location) return status
      const left = new URL(location, url)
      return left.searchParams.get('error') ?? new URLSearchParams(left.hash.slice(1)).get('error')
    }
    assert.deepEqual(
      [
        await stay({ redirect_uri: 'https://desk.example.org/cb/' }),
        await stay({ redirect_uri: 'https://evil.example.org/cb' }),
        await stay({ redirect_uri: '' }),
        await stay({ client_id: 'app_00000000000000000000000000' }),
        await stay({ response_type: 'token' }),
        await stay({ code_challenge_method: 'plain' }),
        await stay({ code_challenge: '' }),
        await stay({ prompt: 'none' }),
        await stay({ scope: 'openid team' }),
      ],
      [
        400,
        400,
        400,
        400,
        'unsupported_response_type',
        'invalid_request',
        'invalid_request',
        'login_required',
        'invalid_scope',
      ]
    )
    const begun = await begin(story, { scope: 'openid email' })
    const returned = await follow(story.browser, begun.url)
    const rest = { expectedState: begun.state, expectedNonce: begun.nonce }
    await assert.rejects(() =>
      client.authorizationCodeGrant(story.config, returned, {
        ...rest,
        pkceCodeVerifier: client.randomPKCECodeVerifier(),
      })
    )
  })

  test('keys are published before they sign, and tables hold no tokens', async ({ assert }) => {
    const story = await scene()
    const { tokens } = await signIn(story)
    const rotate = await app.container.make(RotateOauthKeys)
    await as(story.tenant, () => rotate.execute({ isAsked: true }))
    const { keys } = await as(story.tenant, () => findOauthKeys(new Date()))
    assert.lengthOf(keys, 2)
    const later = await as(story.tenant, () => findOauthKeys(new Date(Date.now() + 2 * 3_600_000)))
    assert.deepEqual(later.keys, keys.toReversed(), 'after an hour the new one signs')
    const rows = await as(story.tenant, () =>
      inReadTransaction(() => db.selectFrom('oauth_records').selectAll().execute())
    )
    assert.isAbove(rows.length, 0)
    const text = JSON.stringify(rows)
    for (const token of [tokens.access_token, tokens.refresh_token!]) assert.notInclude(text, token)
    assert.equal(await as(story.tenant, () => rotate.execute()), 0, 'nothing to do for 90 days')
  })
})
