import { test } from '@japa/runner'
import { SandboxProcess } from '../sandbox_process.js'
import { PanelClient, type User } from './panel_client.js'

type SignIn = {
  authentication: { endpoint_complete: string; tokens: Record<string, string>; expiry: { ttl: number } }
}

test.group('Sandbox VirtFusion, users', (group) => {
  let sandbox: SandboxProcess
  let panel: PanelClient

  group.setup(async () => {
    sandbox = await SandboxProcess.start({ SANDBOX_BUILD_MS: '0', SANDBOX_TASK_MS: '0' })
    panel = new PanelClient(sandbox)
    return () => sandbox.stop()
  })
  group.each.setup(() => sandbox.reset())

  test('a user is found by our number after it was created, with a password seen once', async ({
    assert,
  }) => {
    const missing = await panel.call('GET', '/users/40017/byExtRelation')
    assert.equal(missing.status, 404)
    assert.isString(missing.body.msg)
    const created = await panel.createUser(40017)
    assert.isString(created.password)
    const found = await panel.data<User>('GET', '/users/40017/byExtRelation')
    assert.equal(found.id, created.id)
    assert.isUndefined(found.password)
  })

  test('text relations are found with relStr and only with it', async ({ assert }) => {
    const body = { name: 'Ada', email: 'ada@example.test', relStr: 'cus_01h455' }
    assert.equal((await panel.call('POST', '/users', body)).status, 201)
    assert.equal((await panel.call('GET', '/users/cus_01h455/byExtRelation?relStr=true')).status, 200)
    assert.equal((await panel.call('GET', '/users/cus_01h455/byExtRelation')).status, 404)
  })

  for (const { name, body, field } of [
    { name: 'no name', body: { email: 'a@example.test' }, field: 'name' },
    {
      name: 'a relation that is text',
      body: { name: 'A', email: 'a@example.test', extRelationId: '7' },
      field: 'extRelationId',
    },
    { name: 'no address', body: { name: 'A', email: 'nobody' }, field: 'email' },
    {
      name: 'a field nobody knows',
      body: { name: 'A', email: 'a@example.test', ext_relation_id: 7 },
      field: 'ext_relation_id',
    },
  ]) {
    test(`a user with ${name} is refused`, async ({ assert }) => {
      const answer = await panel.call('POST', '/users', body)
      assert.equal(answer.status, 422)
      assert.property(answer.body.errors, field)
    })
  }

  test('the same e-mail or relation twice is refused', async ({ assert }) => {
    await panel.createUser(1)
    const again = await panel.call('POST', '/users', {
      name: 'B',
      email: 'USER1@example.test',
      extRelationId: 1,
    })
    assert.equal(again.status, 422)
    assert.sameMembers(Object.keys(again.body.errors ?? {}), ['email', 'extRelationId'])
  })

  test('a user is modified, gets a new password, and goes when no server is left', async ({ assert }) => {
    const user = await panel.createUser(1)
    assert.equal((await panel.call('PUT', '/users/1/byExtRelation', { name: 'Ada O.' })).status, 201)
    assert.equal((await panel.data<User>('GET', '/users/1/byExtRelation')).name, 'Ada O.')
    assert.equal((await panel.call('POST', '/users/1/byExtRelation/resetPassword')).status, 201)
    await panel.createServer(user.id)
    assert.equal((await panel.call('DELETE', '/users/1/byExtRelation')).status, 409)
    await panel.createUser(2)
    assert.equal((await panel.call('DELETE', '/users/2/byExtRelation')).status, 204)
    assert.equal((await panel.call('GET', '/users/2/byExtRelation')).status, 404)
  })

  test('a sign-in link works once, and shows names as text', async ({ assert }) => {
    const body = { name: '<b>Ada</b>', email: 'ada@example.test', extRelationId: 5 }
    const user = await panel.data<User>('POST', '/users', body)
    const server = await panel.createServer(user.id)
    const { authentication } = await panel.data<SignIn>(
      'POST',
      `/users/5/serverAuthenticationTokens/${server.id}`
    )
    assert.match(authentication.endpoint_complete, /^\/token_authenticate\//)
    const address = `${sandbox.url}/virtfusion/fra${authentication.endpoint_complete}`
    const landing = await fetch(address)
    const html = await landing.text()
    assert.equal(landing.status, 200)
    assert.include(html, 'Signed in to the panel as &lt;b&gt;Ada&lt;/b&gt;')
    assert.include(html, String(server.id))
    assert.equal((await fetch(address)).status, 403)
  })

  test('a sign-in link to somebody else’s server is refused', async ({ assert }) => {
    const owner = await panel.createUser(1)
    await panel.createUser(2)
    const server = await panel.createServer(owner.id)
    const answer = await panel.call('POST', `/users/2/serverAuthenticationTokens/${server.id}`)
    assert.deepEqual([answer.status, answer.body.msg], [404, 'server not found'])
  })

  test('keys are checked, listed by user and removed', async ({ assert }) => {
    const { id: userId } = await panel.createUser(1)
    const refused = await panel.call('POST', '/ssh_keys', { userId, name: 'laptop', publicKey: 'not a key' })
    assert.equal(refused.status, 422)
    const publicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG ada@laptop'
    const { id } = await panel.data<{ id: number }>('POST', '/ssh_keys', {
      userId,
      name: 'laptop',
      publicKey,
    })
    assert.lengthOf(await panel.data<unknown[]>('GET', `/ssh_keys/user/${userId}`), 1)
    assert.equal((await panel.call('DELETE', `/ssh_keys/${id}`)).status, 204)
    assert.lengthOf(await panel.data<unknown[]>('GET', `/ssh_keys/user/${userId}`), 0)
  })
})
