import { once } from 'node:events'
import { createServer, request as ask } from 'node:http'
import type { AddressInfo } from 'node:net'
import app from '@adonisjs/core/services/app'
import type { Assert } from '@japa/assert'
import * as client from 'openid-client'
import { demoTenantId } from '#database/seeders/demo_access'
import { ManageOauthClients } from '#app/identity/actions/manage_oauth_clients'
import { RotateOauthKeys } from '#app/identity/actions/rotate_oauth_keys'
import { findUserByEmail } from '#app/identity/index'
import { findTenant } from '#app/shared/database/tenant_directory'
import { asTenant } from '#app/shared/database/unit'
import { showId } from '#app/shared/ids'
import type { Demo } from '#tests/browser/demo'
import { WatchedPage } from '#tests/browser/watched_page'

const scope = 'openid profile email team offline_access'

/** A help desk on this machine, which shows one line for each address that people come back to. */
async function startHelpDesk() {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(
      '<!DOCTYPE html><html lang="en"><title>Help desk</title><link rel="icon" href="data:,"><p>Help desk</p>'
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { server, url: `http://localhost:${port}` }
}

/** Registers the help desk, and reads what its library needs to know from where every client does. */
async function introduce(demo: Demo, desk: string, email: string) {
  const tenant = (await findTenant(demoTenantId))!
  const wish = {
    name: 'Help desk',
    redirectUris: [`${desk}/cb`],
    postLogoutRedirectUris: [`${desk}/bye`],
    backchannelLogoutUri: null,
    scopes: scope.split(' '),
    isTrusted: false,
  }
  const [manage, rotate] = [
    await app.container.make(ManageOauthClients),
    await app.container.make(RotateOauthKeys),
  ]
  const { registered, userId } = await asTenant({ tenant }, async () => {
    const user = (await findUserByEmail(email))!
    const known = await manage.register(wish, { isSecret: true, by: user.id })
    await rotate.execute()
    return { registered: known, userId: user.id }
  })
  const config = await client.discovery(
    new URL(demo.url('account', '')),
    showId('oauthClient', registered.client.id),
    undefined,
    client.ClientSecretBasic(registered.secret!),
    { execute: [client.allowInsecureRequests], [client.customFetch]: fetchOnThisMachine }
  )
  return { config, sub: showId('user', userId) }
}

/** `account.localhost` is this machine to a browser, and to few others. */
async function fetchOnThisMachine(address: string, options: client.CustomFetchOptions): Promise<Response> {
  const url = new URL(address)
  const { method } = options
  const asked = ask({
    host: '127.0.0.1',
    port: url.port,
    method,
    path: url.pathname + url.search,
    headers: { ...(options.headers as Record<string, string>), host: url.host },
  })
  asked.end(options.body ? String(options.body) : undefined)
  const [answer] = (await once(asked, 'response')) as [import('node:http').IncomingMessage]
  const text = (await answer.toArray()).map(String).join('')
  return new Response(text === '' ? null : text, {
    status: answer.statusCode,
    headers: { 'content-type': String(answer.headers['content-type'] ?? '') },
  })
}

/** Somebody signs in to a help desk with their account, is asked what it may know, and signs out again. */
export async function signInElsewhere(
  demo: Demo,
  person: { email: string; password: string },
  assert: Assert
): Promise<void> {
  const desk = await startHelpDesk()
  const { config, sub } = await introduce(demo, desk.url, person.email)
  const watched = await WatchedPage.open(demo)
  const { page } = watched
  const verifier = client.randomPKCECodeVerifier()
  const [expectedState, expectedNonce] = [client.randomState(), client.randomNonce()]
  const begin = client.buildAuthorizationUrl(config, {
    redirect_uri: `${desk.url}/cb`,
    scope,
    prompt: 'consent',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: expectedState,
    nonce: expectedNonce,
  })
  await page.goto(begin.href)
  await page.waitForURL('**/sign-in?*')
  await page.getByLabel('E-mail').fill(person.email)
  await page.locator('input[type=password]').fill(person.password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: /Help desk/ }).waitFor()
  await page.getByText(person.email).waitFor()
  await watched.assertAccessible(assert)
  await page.getByRole('button', { name: 'Allow' }).click()
  await page.waitForURL(`${desk.url}/cb?*`)

  const tokens = await client.authorizationCodeGrant(config, new URL(page.url()), {
    pkceCodeVerifier: verifier,
    expectedState,
    expectedNonce,
  })
  const info = await client.fetchUserInfo(config, tokens.access_token, sub)
  const [team] = info.teams as { name: string; permissions: string[] }[]
  assert.deepEqual([info.email, team!.permissions], [person.email, ['owner']])
  const renewed = await client.refreshTokenGrant(config, tokens.refresh_token!)
  assert.notEqual(renewed.refresh_token, tokens.refresh_token)

  const end = client.buildEndSessionUrl(config, {
    post_logout_redirect_uri: `${desk.url}/bye`,
    id_token_hint: tokens.id_token!,
    state: expectedState,
  })
  await page.goto(end.href)
  await watched.assertAccessible(assert)
  await page.locator('button[value=yes]').click()
  await page.waitForURL(`${desk.url}/bye?state=*`)
  assert.deepEqual(watched.foreign, [], 'requests to foreign hosts')
  // A page is told to leave for another site by an answer that browsers write down.
  assert.deepEqual(
    watched.errors.filter((text) => !/409 \(Conflict\).*oauth\/interactions/.test(text)),
    []
  )
  await watched.close()
  desk.server.close()
}
