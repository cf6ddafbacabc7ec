import { test } from '@japa/runner'
import { eventually, SandboxProcess } from '../sandbox_process.js'

const key = { api_key: 'sandbox-kasm-key', api_key_secret: 'sandbox-kasm-secret' }

interface Body {
  error_message?: string
  user: { user_id: string; groups: { name: string }[] }
  images: { image_id: string; friendly_name: string }[]
  groups: { group_id: string; name: string }[]
  kasms: { kasm_id: string }[]
  kasm_id: string
  kasm_url: string
  url: string
  kasm?: { operational_status: string }
}

test.group('Sandbox Kasm', (group) => {
  let sandbox: SandboxProcess

  group.setup(async () => {
    sandbox = await SandboxProcess.start({ SANDBOX_TASK_MS: '60' })
    return () => sandbox.stop()
  })
  group.each.setup(() => sandbox.reset())

  async function call(name: string, body: object = {}, secrets: object = key) {
    const response = await fetch(`${sandbox.url}/kasm/api/public/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...secrets, ...body }),
    })
    return { status: response.status, body: (await response.json()) as Body }
  }

  async function addUser() {
    const target_user = { username: 'svc-1@desktops.example.test', password: 'Long-Random-1!' }
    const { user } = (await call('create_user', { target_user })).body
    const plan = (await call('get_groups')).body.groups.find(({ name }) => name === 'Workspace Solo')!
    await call('add_user_group', { target_user: { user_id: user.user_id }, target_group: plan })
    const images = (await call('get_images')).body.images
    return { user_id: user.user_id, image_id: images[0]!.image_id }
  }

  test('keys, missing parts and what is refused', async ({ assert }) => {
    assert.equal((await call('get_images', {}, {})).status, 403)
    const reader = { ...key, api_key: 'sandbox-kasm-key-read' }
    assert.equal((await call('get_images', {}, reader)).status, 200)
    assert.equal((await call('create_user', {}, reader)).status, 403)
    assert.equal((await call('create_user')).status, 400)
    await addUser()
    const target_user = { username: 'svc-1@desktops.example.test', password: 'Long-Random-1!' }
    const again = await call('create_user', { target_user })
    assert.deepEqual([again.status, again.body.error_message], [200, 'User already exists'])
    const unknown = await call('get_user', { target_user: { user_id: 'f'.repeat(32) } })
    assert.deepEqual([unknown.status, unknown.body.error_message], [200, 'Unable to locate user'])
  })

  test('a session starts, runs, and counts against the limit of its group', async ({ assert }) => {
    const wish = await addUser()
    const started = (await call('request_kasm', wish)).body
    assert.match(started.kasm_url, /^\/#\/connect\/kasm\//)
    const asked = { user_id: wish.user_id, kasm_id: started.kasm_id }
    const running = await eventually(
      () => call('get_kasm_status', asked),
      ({ body }) => body.kasm !== undefined
    )
    assert.equal(running.body.kasm!.operational_status, 'running')
    assert.include((await call('request_kasm', wish)).body.error_message, 'maximum number of sessions')
    assert.deepEqual((await call('destroy_kasm', asked)).body, {} as Body)
    assert.lengthOf((await call('get_kasms')).body.kasms, 0)
    await sandbox.fault('kasm', 'no_resources', { times: 1 })
    const full = await call('request_kasm', wish)
    assert.deepEqual([full.status, full.body.error_message], [200, 'No resources are available to create the requested Kasm']) // prettier-ignore
  })

  test('a disabled user gets nothing, and one with sessions goes by force only', async ({ assert }) => {
    const wish = await addUser()
    await call('request_kasm', wish)
    const target_user = { user_id: wish.user_id }
    assert.equal((await call('delete_user', { target_user })).body.error_message, 'User has active sessions')
    await call('update_user', { target_user: { ...target_user, disabled: true } })
    assert.equal((await call('request_kasm', wish)).body.error_message, 'User is disabled')
    assert.equal((await call('get_login', { target_user })).body.error_message, 'User is disabled')
    assert.deepEqual((await call('delete_user', { target_user, force: true })).body, {} as Body)
    assert.lengthOf((await call('get_kasms')).body.kasms, 0)
  })

  test('a sign-in link works once', async ({ assert }) => {
    const { user_id } = await addUser()
    const { url } = (await call('get_login', { target_user: { user_id } })).body
    assert.deepEqual([(await fetch(url)).status, (await fetch(url)).status], [200, 403])
  })
})
