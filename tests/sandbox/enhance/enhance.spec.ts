import { test } from '@japa/runner'
import { enhanceComplaints, hasEnhanceDescription, type LoggedCall } from '#tests/support/enhance_description'
import { SandboxProcess } from '../sandbox_process.js'

const master = '0b9e1f52-7a0c-4a53-9d3e-2f6d8c4b7a10'

interface Answer {
  status: number
  text: string
  body: Record<string, unknown>
}

test.group('Sandbox Enhance', (group) => {
  let sandbox: SandboxProcess

  group.setup(async () => {
    sandbox = await SandboxProcess.start({ SANDBOX_WEBSITE_MS: '0' })
    return () => sandbox.stop()
  })
  group.each.setup(() => sandbox.reset())

  async function call(method: string, path: string, body?: unknown, token = 'sandbox-enhance-token') {
    const response = await fetch(`${sandbox.url}/enhance/api${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') ?? false
    return { status: response.status, text, body: (isJson && text ? JSON.parse(text) : {}) as Answer['body'] }
  }

  async function customer(email = 'ada@example.test') {
    const org = String((await call('POST', `/orgs/${master}/customers`, { name: 'Ada Lindgren' })).body.id)
    const login = (
      await call('POST', `/logins?orgId=${org}`, { email, password: 'long-enough', name: 'Ada' })
    ).body.id
    const member = (await call('POST', `/orgs/${org}/members`, { loginId: login, roles: ['Owner'] })).body.id
    return { org, login, member }
  }

  async function subscribed(org: string, planId = 4) {
    const made = await call('POST', `/orgs/${master}/customers/${org}/subscriptions`, {
      planId,
      friendlyName: 'svc_1',
    })
    return Number(made.body.id)
  }

  test('a walk through everything is as the vendor describes it', async ({ assert }) => {
    const { org, login, member } = await customer()
    const id = await subscribed(org)
    const path = `/orgs/${org}/subscriptions/${id}`
    assert.equal(
      (await call('POST', `/orgs/${org}/domains/check`, { domain: 'ada.example.org' })).status,
      200
    )
    const site = String(
      (await call('POST', `/orgs/${org}/websites`, { domain: 'ada.example.org', subscriptionId: id })).body.id
    )
    const sitePath = `/orgs/${org}/websites/${site}`
    await sandbox.json('POST', `/_enhance/subscriptions/${id}/grow`, {})
    for (const read of [
      '/version', '/status', '/licence', '/branding', '/servers/groups', '/servers?offset=0&limit=5', `/orgs/${master}`,
      `/orgs/${master}/plans?limit=50`, `/orgs/${master}/plans/4`, `/orgs/${master}/customers?limit=500&offset=0`, '/logins?limit=10',
      `/v2/orgs/${master}/customers/logins?limit=5`, `/orgs/${org}`, `/orgs/${org}/members?role=Owner`, `/orgs/${org}/members/${String(member)}`,
      `/orgs/${org}/members/${String(member)}/sso`, `/orgs/${org}/subscriptions?limit=20`, path, `${path}/bandwidth`,
      `/orgs/${master}/customers/${org}/subscriptions?limit=20`, `/orgs/${org}/websites?subscriptionId=${id}`,
      `/orgs/${master}/websites?recursion=directCustomers`, sitePath, `${sitePath}/metrics?granularity=hour`,
    ]) assert.isBelow((await call('GET', read)).status, 300, read) // prettier-ignore
    await call('PUT', `/v2/logins/${String(login)}/password`, { newPassword: 'another-long-one' })
    await call('PATCH', path, { isSuspended: true })
    await call('PATCH', path, { isSuspended: false, planId: 7 })
    await call('PUT', `${path}/calculate-resource-usage`)
    const alias = (await call('POST', `${sitePath}/domains`, { domain: 'alias.example.org', kind: 'alias' }))
      .body
    await call('GET', `${sitePath}/domains`)
    await call('PUT', `${sitePath}/domains/primary`, { domainId: alias.id })
    const backup = (await call('POST', `${sitePath}/backups?includeEmails=true`, { description: 'one' })).body
    await call('GET', `${sitePath}/backups`)
    await call('PUT', `${sitePath}/backups/${String(backup.id)}`, { restoreFiles: true })
    await call('DELETE', `${sitePath}/backups/${String(backup.id)}`)
    await call('PATCH', sitePath, { phpVersion: 'php83' })
    await call('PATCH', `/orgs/${org}`, { isSuspended: true })
    await call('DELETE', `${path}?force=true`)
    assert.equal((await call('GET', path)).status, 404)
    await call('DELETE', `/orgs/${org}?force=true`)
    const calls = await sandbox.json<LoggedCall[]>('GET', '/_requests/enhance?limit=500')
    assert.isTrue(calls.every(({ status }) => status < 500))
    assert.deepEqual([...new Set(await enhanceComplaints(calls))], [])
  }).skip(!hasEnhanceDescription, 'the description of the interface is not at hand')

  test('what is wrong is refused as the vendor refuses it', async ({ assert }) => {
    const { org, login } = await customer()
    const id = await subscribed(org)
    const subscriptions = `/orgs/${master}/customers/${org}/subscriptions`
    const site = { domain: 'ada.example.org', subscriptionId: id }
    await call('POST', `/orgs/${org}/websites`, site)
    const rows: [method: string, path: string, body: unknown, status: number, text: RegExp][] = [
      ['POST', subscriptions, { planId: '11' }, 400, /invalid type: string "11", expected i32/],
      ['POST', subscriptions, { planID: 4 }, 400, /unknown field `planID`/],
      ['POST', subscriptions, {}, 400, /missing field `planId`/],
      ['POST', subscriptions, { planId: 404 }, 404, /not_found/],
      ['POST', `/orgs/${org}/customers/${org}/subscriptions`, { planId: 4 }, 403, /forbidden/],
      ['POST', `/logins?orgId=${org}`, { email: 'ADA@example.test', password: 'long-enough', name: 'A' }, 409, /already_exists/],
      ['POST', `/orgs/${org}/members`, { loginId: login, roles: ['Owner'] }, 409, /already_exists/],
      ['POST', `/orgs/${org}/websites`, site, 409, /inUseCurrentOrg/],
      ['POST', `/orgs/${org}/websites`, { domain: 'second.example.org', subscriptionId: id }, 400, /quota_exceeded/],
      ['POST', `/orgs/${org}/websites`, { domain: 'no domain', subscriptionId: id }, 400, /invalid_input/],
      ['GET', `/orgs/${org}/subscriptions/1`, undefined, 404, /not_found/],
      ['GET', '/nowhere', undefined, 404, /Not Found/],
    ] // prettier-ignore
    for (const [method, path, body, status, text] of rows) {
      const answer = await call(method, path, body)
      assert.equal(answer.status, status, `${method} ${path} ${answer.text}`)
      assert.match(answer.text, text)
    }
    assert.equal((await call('GET', `/orgs/${master}`, undefined, 'wrong')).status, 401)
  })

  test('what is deleted softly stays, with its domain; by force it goes, and a killed process forgets nothing', async ({
    assert,
  }) => {
    const { org } = await customer()
    const id = await subscribed(org)
    const path = `/orgs/${org}/subscriptions/${id}`
    const domain = { domain: 'ada.example.org' }
    await call('POST', `/orgs/${org}/websites`, { ...domain, subscriptionId: id })
    await call('DELETE', `${path}?force=false`)
    assert.equal((await call('GET', path)).body.status, 'deleted')
    const check = () => call('POST', `/orgs/${org}/domains/check`, domain)
    assert.equal((await check()).body.status, 'inUseDeletedSite')
    await sandbox.kill()
    await sandbox.boot()
    assert.equal((await check()).body.status, 'inUseDeletedSite')
    await call('DELETE', `${path}?force=true`)
    assert.equal((await check()).body.status, 'notInUse')
  })
})
