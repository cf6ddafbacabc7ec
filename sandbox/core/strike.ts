import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Kit, SandboxSystem } from './system.ts'

type Call = {
  startedAtMs: number
  fault: string | null
  answerLateMs: number | null
  hangAfterMs: number | null
  responseBody: unknown
}

const hangMsDefault = 120_000
const calls = new WeakMap<FastifyRequest, Call>()

/** Wraps a system's interface in the common faults and in its request log. */
export function strikeAndLog(app: FastifyInstance, system: SandboxSystem, kit: Kit): void {
  app.addHook('onRequest', async (request) => {
    if (isInterface(system, request)) {
      calls.set(request, {
        startedAtMs: Date.now(),
        fault: null,
        answerLateMs: null,
        hangAfterMs: null,
        responseBody: null,
      })
    }
  })

  app.addHook('preHandler', async (request, reply) => {
    const call = calls.get(request)
    if (call) await strikeBefore({ system, kit, request, reply, call })
  })

  app.addHook('onSend', async (request, reply, payload) => {
    const call = calls.get(request)
    if (!call) return payload
    if (typeof payload === 'string') call.responseBody = payload
    if (call.answerLateMs !== null) await sleep(call.answerLateMs)
    if (call.hangAfterMs !== null) await hang({ kit, request, reply, call, forMs: call.hangAfterMs })
    return payload
  })

  app.addHook('onResponse', async (request, reply) => {
    const call = calls.get(request)
    if (call) logCall(kit, request, call, reply.statusCode)
  })
}

/** The path without its query, as faults and the log name it. */
export function pathOf(request: FastifyRequest): string {
  return request.url.split('?')[0] ?? request.url
}

function isInterface(system: SandboxSystem, request: FastifyRequest): boolean {
  if (request.method === 'OPTIONS') return false
  return system.apiPrefixes.some((prefix) => request.url.startsWith(prefix))
}

type Strike = {
  system: SandboxSystem
  kit: Kit
  request: FastifyRequest
  reply: FastifyReply
  call: Call
}

/** The outcome of every fault is drawn before the handler runs, so that a run repeats whatever the handler does. */
async function strikeBefore(strike: Strike): Promise<void> {
  const { system, kit, request, reply, call } = strike
  const route = { method: request.method, path: pathOf(request) }

  const latency = kit.faults.take('latency_ms', route)
  const late = kit.faults.take('answer_late_ms', route)
  const hangBefore = kit.faults.take('timeout_before', route)
  const hangAfter = hangBefore ? null : kit.faults.take('timeout_after', route)
  const serverError = hangBefore ? null : kit.faults.take('error_500', route)

  if (latency) call.fault = 'latency_ms'
  if (latency?.value) await sleep(latency.value)
  if (late) {
    call.fault = 'answer_late_ms'
    call.answerLateMs = late.value
  }
  if (hangBefore) {
    call.fault = 'timeout_before'
    await hang({ kit, request, reply, call, forMs: hangBefore.value ?? hangMsDefault })
  }
  if (hangAfter) {
    call.fault = 'timeout_after'
    call.hangAfterMs = hangAfter.value ?? hangMsDefault
  }
  if (serverError && !reply.sent) {
    call.fault = 'error_500'
    await reply.code(500).send(system.serverError?.(request) ?? { message: 'Server Error' })
  }
}

/** Leaves the caller without an answer until it gives up or the time is over, then cuts the connection. */
async function hang(options: {
  kit: Kit
  request: FastifyRequest
  reply: FastifyReply
  call: Call
  forMs: number
}): Promise<void> {
  const { kit, request, reply, call, forMs } = options
  logCall(kit, request, call, 0)
  await new Promise<void>((resolve) => {
    const handle = setTimeout(resolve, forMs)
    request.raw.socket.once('close', () => {
      clearTimeout(handle)
      resolve()
    })
  })
  reply.hijack()
  request.raw.socket.destroy()
}

function logCall(kit: Kit, request: FastifyRequest, call: Call, status: number): void {
  calls.delete(request)
  kit.log.add({
    method: request.method,
    path: request.url,
    status,
    durationMs: Date.now() - call.startedAtMs,
    fault: call.fault,
    requestBody: request.body,
    responseBody: call.responseBody,
  })
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
