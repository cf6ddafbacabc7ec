/** Ten facts of each panel's documents, asked of its stand-in word for word: shapes, statuses, limits, pages. What other suites ask already is not here. */
import { test } from '@japa/runner'
import { SandboxProcess } from './sandbox_process.js'

const roots = {
  virtfusion: { path: '/virtfusion/fra/api/v1', token: 'sandbox-virtfusion-token' },
  pterodactyl: { path: '/pterodactyl/api', token: 'ptlc_sandbox_pterodactyl' },
  enhance: { path: '/enhance/api', token: 'sandbox-enhance-token' },
  synergycp: { path: '/synergycp', token: '' },
  kasm: { path: '/kasm/api/public', token: '' },
}
type Panel = keyof typeof roots
/** What is asked, and what has to come back: its status, and words in its body. The last answer's id stands for `{id}`. */
type Row = [panel: Panel, fact: string, call: string, body: object | null, status: number, answer: RegExp]

const kasmKey = { api_key: 'sandbox-kasm-key', api_key_secret: 'sandbox-kasm-secret' }
const synergycpKey = 'key=sandbox-synergycp-key'
const master = '0b9e1f52-7a0c-4a53-9d3e-2f6d8c4b7a10'
const person = { email: 'ada@example.test', username: 'ada', first_name: 'Ada', last_name: '-' }
const nobody = 'f'.repeat(32)

const rows: Row[] = [
  ['virtfusion', 'packages are not paged', 'GET /packages?results=1', null, 200, /^\{"data":\[(\{.*\},)+\{.*\}\]\}$/],
  ['virtfusion', 'groups are paged as Laravel does', 'GET /compute/hypervisors/groups?results=1', null, 200, /"per_page":1.*"total":\d/],
  ['virtfusion', 'no page above 200 rows', 'GET /servers?results=201', null, 422, /errors/],
  ['virtfusion', 'an unknown route has no msg', 'GET /nowhere', null, 404, /^(?!.*"msg")/],
  ['virtfusion', 'an unknown server says so', 'GET /servers/9999', null, 404, /"msg":"server not found"/],
  ['virtfusion', 'a new user has a password once', 'POST /users', { name: 'A', email: 'a@example.test', extRelationId: 5 }, 201, /"password":"/],
  ['virtfusion', 'and never again', 'GET /users/5/byExtRelation', null, 200, /^(?!.*password)/],
  ['virtfusion', 'a relation id is a whole number', 'POST /users', { name: 'A', email: 'b@example.test', extRelationId: 'cus_1' }, 422, /extRelationId/],
  ['virtfusion', 'hypervisorId is the id of a group', 'POST /servers', { packageId: 1, userId: 1, hypervisorId: 999 }, 422, /errors/],
  ['virtfusion', 'resources count per machine', 'GET /compute/hypervisors/groups/2/resources', null, 200, /"memory":\{"units":"[^"]+","max":\d+.*"network"/],

  ['pterodactyl', 'lists tell their pages', 'GET /application/nodes?per_page=1', null, 200, /"pagination":\{"total":\d+,"count":1,"per_page":1/],
  ['pterodactyl', 'fifty rows unless asked', 'GET /application/nodes', null, 200, /"per_page":50/],
  ['pterodactyl', 'no node for too much is a refusal, not an empty list', 'GET /application/nodes/deployable?memory=9000000&disk=1', null, 400, /NoViableNodeException/],
  ['pterodactyl', 'a user name has three characters at least', 'POST /application/users', { ...person, username: 'a1' }, 422, /"source_field":"username"/],
  ['pterodactyl', 'both names are required', 'POST /application/users', { ...person, last_name: '' }, 422, /"source_field":"last_name"/],
  ['pterodactyl', 'created with its id', 'POST /application/users', person, 201, /"object":"user".*"meta":\{"resource"/],
  ['pterodactyl', 'addresses are found by parts', 'GET /application/users?filter[email]=ADA@exam', null, 200, /"email":"ada@example.test"/],
  ['pterodactyl', 'a change sends the required fields again', 'PATCH /application/users/{id}', { first_name: 'Eve' }, 422, /"rule":"required"/],
  ['pterodactyl', 'the status of an error is a text', 'GET /application/users/9999', null, 404, /"status":"404"/],
  ['pterodactyl', 'ports begin at 1024', 'POST /application/nodes/1/allocations', { ip: '203.0.113.9', ports: ['80'] }, 400, /Exception/],

  ['enhance', 'the version is a JSON text', 'GET /version', null, 200, /^"\d+\.\d+\.\d+"$/],
  ['enhance', 'lists have items and a total', `GET /orgs/${master}/customers?limit=1`, null, 200, /^\{"items":\[.*\],"total":\d+\}$/],
  ['enhance', 'an organisation is made with its id alone', `POST /orgs/${master}/customers`, { name: 'Ada' }, 201, /^\{"id":"[0-9a-f-]{36}"\}$/],
  ['enhance', 'two may share a name', `POST /orgs/${master}/customers`, { name: 'Ada' }, 201, /id/],
  ['enhance', 'a text is no number', `POST /orgs/${master}/customers/{id}/subscriptions`, { planId: '4' }, 400, /invalid type: string "4", expected i32/],
  ['enhance', 'an unknown plan is not found', `POST /orgs/${master}/customers/{id}/subscriptions`, { planId: 4711 }, 404, /"code"/],
  ['enhance', 'the selling organisation goes first in the path', 'POST /orgs/{id}/customers/{id}/subscriptions', { planId: 4 }, 403, /forbidden/],
  ['enhance', 'a plan without a total is unlimited', `GET /orgs/${master}/plans?limit=50`, null, 200, /\{"name":"[^"]+"\}/],
  ['enhance', 'an update answers with nothing', 'PATCH /orgs/{id}', { isSuspended: true }, 204, /^$/],
  ['enhance', 'what nobody knows has words', 'GET /nowhere', null, 404, /Not Found/],

  ['synergycp', 'the key travels in the address', 'GET /client?per_page=1', null, 401, /"error":true/],
  ['synergycp', 'lists tell their pages', `GET /server?available=true&per_page=1&${synergycpKey}`, null, 200, /"current_page":1,"last_page":\d+,.*"total":\d+/],
  ['synergycp', 'a client is made', `POST /client?${synergycpKey}`, { email: 'c@example.test', first: 'C', last: 'C', billing_id: '77', password: '' }, 200, /^\{"error":false/],
  ['synergycp', 'and found by its billing id', `GET /client?billing_id=77&${synergycpKey}`, null, 200, /"total":1/],
  ['synergycp', 'one address is one client', `POST /client?${synergycpKey}`, { email: 'C@example.test', first: 'C', last: 'C', billing_id: '78', password: '' }, 409, /"type":"danger"/],
  ['synergycp', 'an unknown machine is not there', `GET /server/99999?${synergycpKey}`, null, 404, /"error":true/],
  ['synergycp', 'no optional package, no address', `GET /pkg/none?${synergycpKey}`, null, 404, /./],
  ['synergycp', 'blocks are filtered by their server', `GET /entity?billing_id=/29&server=none&per_page=1&${synergycpKey}`, null, 200, /"total":\d+/],
  ['synergycp', 'profiles name their image', `GET /pxe/profile?per_page=100&${synergycpKey}`, null, 200, /"iso":(null|\{)/],
  ['synergycp', 'nothing is handed out to nobody', `POST /server/provision?${synergycpKey}`, { client_id: 99999, server_id: 1 }, 404, /"error":true/],

  ['kasm', 'everything is a POST', 'GET /get_images', null, 404, /./],
  ['kasm', 'a wrong secret is refused', 'POST /get_images', { ...kasmKey, api_key_secret: 'no' }, 403, /error_message/],
  ['kasm', 'memory of an image is bytes', 'POST /get_images', kasmKey, 200, /"memory":\d{9,}/],
  ['kasm', 'nothing is paged', 'POST /get_users', kasmKey, 200, /^\{"users":\[/],
  ['kasm', 'zones in brief', 'POST /get_zones', { ...kasmKey, brief: true }, 200, /"zones":\[\{"zone_id"/],
  ['kasm', 'a refusal may come within a 200', 'POST /get_user', { ...kasmKey, target_user: { user_id: nobody } }, 200, /"error_message":"Unable to locate user"/],
  ['kasm', 'a name is found', 'POST /create_user', { ...kasmKey, target_user: { username: 'a@d.test', password: 'Long-Random-1!' } }, 200, /"realm":"local"/],
  ['kasm', 'everybody is in the group of all', 'POST /get_user', { ...kasmKey, target_user: { username: 'a@d.test' } }, 200, /"All Users"/],
  ['kasm', 'a name is there once', 'POST /create_user', { ...kasmKey, target_user: { username: 'a@d.test', password: 'Long-Random-1!' } }, 200, /error_message/],
  ['kasm', 'a change that is done says nothing', 'POST /logout_user', { ...kasmKey, target_user: { user_id: '{id}' } }, 200, /^\{\}$/],
] // prettier-ignore

test.group('Documented facts of the panels', (group) => {
  let sandbox: SandboxProcess
  const ids = new Map<Panel, string>()

  group.setup(async () => {
    sandbox = await SandboxProcess.start({})
    return () => sandbox.stop()
  })

  for (const [panel, fact, call, body, status, answer] of rows) {
    test(`${panel}: ${fact}`, async ({ assert }) => {
      const named = (text: string) => text.replaceAll('{id}', ids.get(panel) ?? '')
      const [method, path] = named(call).split(' ') as [string, string]
      const { path: root, token } = roots[panel]
      const response = await fetch(sandbox.url + root + path, {
        method,
        headers: {
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(body ? { 'content-type': 'application/json' } : {}),
        },
        body: body ? named(JSON.stringify(body)) : undefined,
      })
      const text = await response.text()
      assert.equal(response.status, status, text.slice(0, 400))
      assert.match(text, answer)
      if (method === 'POST' && response.ok) {
        const id = /"(?:user_id|id)":"?([0-9a-f-]+)/.exec(text)?.[1]
        if (id) ids.set(panel, id)
      }
    })
  }
})
