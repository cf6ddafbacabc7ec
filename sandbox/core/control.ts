import type { FastifyInstance, FastifyReply } from 'fastify'
import type { FaultChange } from './faults.ts'
import type { Sandbox } from './sandbox.ts'
import { commonFaults } from './system.ts'

/** The sandbox's own interface, for tests and for the console: faults, state, reset, health. */
export function registerControl(app: FastifyInstance, sandbox: Sandbox): void {
  app.get('/_health', async () => ({
    status: 'ok',
    systems: sandbox.members.map(({ system }) => system.name),
  }))

  app.get('/_systems', async () =>
    sandbox.members.map(({ system, kit }) => ({
      name: system.name,
      title: system.title,
      overview: system.overview(kit),
      faults: knownFaults(system.faults),
    }))
  )

  app.get<{ Params: { system: string } }>('/_state/:system', async (request, reply) => {
    const member = sandbox.find(request.params.system)
    return member ? member.system.state(member.kit) : unknownSystem(reply, request.params.system)
  })

  app.get<{ Params: { system: string }; Querystring: { limit?: string } }>(
    '/_requests/:system',
    async (request, reply) => {
      const member = sandbox.find(request.params.system)
      if (!member) return unknownSystem(reply, request.params.system)
      return member.kit.log.list(Number(request.query.limit ?? 100))
    }
  )

  /** What is still to come by itself, and in how many milliseconds: a test knows when everything has been sent. */
  app.get('/_timers', async () =>
    sandbox.members.flatMap(({ system, kit }) =>
      kit.timers.upcoming().map(({ kind, runAtMs, attempts }) => ({
        system: system.name,
        kind,
        attempts,
        due_in_ms: runAtMs - Date.now(),
      }))
    )
  )

  app.post<{ Params: { system: string }; Body: unknown }>('/_timers/:system/pass', async (request, reply) => {
    const member = sandbox.find(request.params.system)
    if (!member) return unknownSystem(reply, request.params.system)
    const { seconds } = fieldsOf(request.body)
    if (typeof seconds !== 'number' || !(seconds >= 0))
      return refuse(reply, 'seconds must be a number of 0 or more.')
    member.kit.timers.pass(seconds * 1000)
    return { passed: seconds }
  })

  app.post('/_reset', async () => {
    sandbox.reset()
    return { reset: true }
  })

  app.put<{ Body: unknown }>('/_seed', async (request, reply) => {
    const seed = fieldsOf(request.body).seed
    if (typeof seed !== 'number' || !Number.isInteger(seed) || seed < 0) {
      return refuse(reply, 'seed must be a whole number of 0 or more.')
    }
    sandbox.random.reseed(seed)
    return { seed }
  })

  registerFaults(app, sandbox)
}

function registerFaults(app: FastifyInstance, sandbox: Sandbox): void {
  app.get('/_faults', async () => sandbox.faults.list())

  app.delete('/_faults', async () => {
    sandbox.faults.clear()
    return []
  })

  app.put<{ Params: { system: string; fault: string }; Body: unknown }>(
    '/_faults/:system/:fault',
    async (request, reply) => {
      const { system: name, fault } = request.params
      const member = sandbox.find(name)
      if (!member) return unknownSystem(reply, name)
      const known = Object.keys(knownFaults(member.system.faults))
      if (!known.includes(fault)) {
        return refuse(reply, `${name} has no fault called ${fault}; it has ${known.join(', ')}.`)
      }
      const change = faultChange(request.body)
      return typeof change === 'string' ? refuse(reply, change) : sandbox.faults.set(name, fault, change)
    }
  )
}

export function knownFaults(own: Record<string, string>): Record<string, string> {
  const common: Record<(typeof commonFaults)[number], string> = {
    latency_ms: 'Waits `value` milliseconds before acting.',
    answer_late_ms: 'Acts at once, then waits `value` milliseconds before answering.',
    error_500: 'Answers 500 without acting.',
    timeout_before: 'Never acts and never answers (cuts the line after `value` ms, 120 s by default).',
    timeout_after: 'Acts, then never answers.',
  }
  return { ...common, ...own }
}

/** The change asked for, or the sentence that says what is wrong with it. */
function faultChange(body: unknown): FaultChange | string {
  const { enabled, rate, times, value, route, ...others } = fieldsOf(body)
  const unknown = Object.keys(others)[0]
  if (unknown) return `unknown field ${unknown}; use enabled, rate, times, value, route.`
  if (enabled !== undefined && typeof enabled !== 'boolean') return 'enabled must be true or false.'
  if (rate !== undefined && !(typeof rate === 'number' && rate >= 0 && rate <= 1)) {
    return 'rate must be a number from 0 to 1.'
  }
  if (!optionalNumber(times) || !optionalNumber(value)) return 'times and value must be numbers or null.'
  if (route !== undefined && typeof route !== 'string')
    return 'route must be text such as "POST /v1/refunds".'
  return { enabled, rate, times, value, route }
}

function optionalNumber(value: unknown): value is number | null | undefined {
  return value === undefined || value === null || (typeof value === 'number' && value >= 0)
}

function fieldsOf(body: unknown): Record<string, unknown> {
  return body !== null && typeof body === 'object' ? { ...body } : {}
}

function unknownSystem(reply: FastifyReply, name: string): FastifyReply {
  return reply.code(404).send({ message: `There is no system called ${name}.` })
}

function refuse(reply: FastifyReply, message: string): FastifyReply {
  return reply.code(422).send({ message })
}
