import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'
import { SandboxProcess } from '../sandbox_process.js'
import { PanelClient } from './panel_client.js'

/** The description is derived from a field reference of panel 6.2; it is read where it is at hand and never shipped. */
const file = fileURLToPath(
  new URL('../../../../shared/reference/specs/virtfusion-v1.derived.openapi.json', import.meta.url)
)

type Schema = {
  type?: string | string[]
  properties?: Record<string, Schema>
  items?: Schema
  nullable?: boolean
}
type Operation = { responses: Record<string, { content?: { 'application/json'?: { schema: Schema } } }> }
type Description = { paths: Record<string, Record<string, Operation>> }

/** Every described member that the answer lacks or gives another type. Null, and what is described as null, fit anything. */
function differences(schema: Schema, value: unknown, path: string): string[] {
  if (value === null || schema.nullable || typeof schema.type !== 'string') return []
  if (schema.type === 'object') {
    if (typeof value !== 'object' || Array.isArray(value)) return [`${path} is no object`]
    const members = new Map(Object.entries(value as Record<string, unknown>))
    return Object.entries(schema.properties ?? {}).flatMap(([name, member]) =>
      members.has(name)
        ? differences(member, members.get(name), `${path}.${name}`)
        : [`${path}.${name} is missing`]
    )
  }
  if (schema.type === 'array') {
    if (!Array.isArray(value)) return [`${path} is no list`]
    return value.flatMap((item) => (schema.items ? differences(schema.items, item, `${path}[]`) : []))
  }
  const actual = typeof value === 'number' ? (Number.isInteger(value) ? 'integer' : 'number') : typeof value
  const fits = actual === schema.type || (actual === 'integer' && schema.type === 'number')
  return fits ? [] : [`${path} is ${actual}, not ${schema.type}`]
}

/** Percentages are whole numbers in the samples from which the description was derived, but fractions in use. */
const knownDifferences = [/\.percent is number, not integer$/, /\.settings\.config is no object$/]

test.group('Sandbox VirtFusion, answers as described', (group) => {
  let sandbox: SandboxProcess
  let panel: PanelClient

  group.setup(async () => {
    sandbox = await SandboxProcess.start({ SANDBOX_BUILD_MS: '0', SANDBOX_TASK_MS: '0' })
    panel = new PanelClient(sandbox)
    return () => sandbox.stop()
  })

  test('the main answers have the described members and types', async ({ assert }) => {
    const described = JSON.parse(readFileSync(file, 'utf8')) as Description
    const user = await panel.createUser(1)
    const server = await panel.builtServer(user.id, { packageId: 2 })
    const path = `/servers/${server.id}`
    const found: string[] = []
    const compare = async (method: string, template: string, address: string, body?: unknown) => {
      const answer = await panel.call<unknown>(method, address, body)
      const responses = described.paths[template]?.[method.toLowerCase()]?.responses ?? {}
      const response = responses[String(answer.status)]
      if (!response) found.push(`${method} ${template} answered ${answer.status}`)
      const schema = response?.content?.['application/json']?.schema
      if (schema) found.push(...differences(schema, answer.body, `${method} ${template}`))
    }

    await compare('GET', '/packages', '/packages')
    await compare('GET', '/packages/{packageId}', '/packages/1')
    await compare(
      'GET',
      '/media/templates/fromServerPackageSpec/{serverPackageId}',
      '/media/templates/fromServerPackageSpec/2'
    )
    await compare('GET', '/compute/hypervisors', '/compute/hypervisors')
    await compare('GET', '/compute/hypervisors/{hypervisorId}', '/compute/hypervisors/7')
    await compare('GET', '/compute/hypervisors/groups', '/compute/hypervisors/groups')
    await compare(
      'GET',
      '/compute/hypervisors/groups/{hypervisorGroupId}/resources',
      '/compute/hypervisors/groups/2/resources'
    )
    await compare('GET', '/connectivity/ipblocks', '/connectivity/ipblocks')
    await compare('GET', '/users/{extRelationId}/byExtRelation', '/users/1/byExtRelation')
    await compare('PUT', '/users/{extRelationId}/byExtRelation', '/users/1/byExtRelation', { name: 'Ada' })
    await compare('POST', '/users/{extRelationId}/authenticationTokens', '/users/1/authenticationTokens')
    await compare('POST', '/servers', '/servers', { packageId: 1, userId: user.id, hypervisorId: 2 })
    await compare('GET', '/servers/{serverId}', path)
    await compare('GET', '/servers', '/servers')
    await compare('GET', '/servers/user/{userId}', `/servers/user/${user.id}`)
    await compare('GET', '/servers/{serverId}/templates', `${path}/templates`)
    await compare('GET', '/servers/{serverId}/traffic', `${path}/traffic`)
    await compare('GET', '/servers/{serverId}/traffic/blocks', `${path}/traffic/blocks`)
    await compare('GET', '/servers/{serverId}/vnc', `${path}/vnc`)
    await compare('POST', '/servers/{serverId}/vnc', `${path}/vnc`, { action: 'enable' })
    await compare('PUT', '/servers/{serverId}/backups/plan/{planId}', `${path}/backups/plan/1`)
    await compare('GET', '/backups/server/{serverId}', `/backups/server/${server.id}`)
    await compare('PUT', '/servers/{serverId}/package/{packageId}', `${path}/package/3`)
    await panel.settled(server.id)
    await compare('POST', '/servers/{serverId}/power/restart', `${path}/power/restart`)
    await panel.settled(server.id)
    await compare('POST', '/servers/{serverId}/build', `${path}/build`, { operatingSystemId: 12 })
    await compare('GET', '/queue/{queueId}', '/queue/101')

    const surprises = found.filter((difference) => !knownDifferences.some((known) => known.test(difference)))
    assert.deepEqual(surprises, [])
  }).skip(!existsSync(file), 'the derived description of the interface is not at hand')
})
