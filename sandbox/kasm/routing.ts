/** Joins HTTP to the installation: everything is a POST, and the key is in the body. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { pathOf } from '../core/strike.ts'
import type { Installation } from './installation.ts'

export const API_PATH = '/kasm/api/public'

export interface Call {
  method: string
  path: string
  /** Where the installation is reached: `http://127.0.0.1:3334/kasm`. */
  origin: string
  body: Record<string, unknown>
}

/** A refusal is one sentence, usually within a 200. */
export class Refusal extends Error {
  readonly status: number

  constructor(sentence: string, status = 200) {
    super(sentence)
    this.status = status
  }
}

export type Endpoint = (kasm: Installation, call: Call) => Record<string, unknown>

export class Router {
  private readonly app: FastifyInstance
  private readonly kasm: Installation

  constructor(app: FastifyInstance, kasm: Installation) {
    this.app = app
    this.kasm = kasm
  }

  /** `changes` says that a key which only reads may not do it. */
  on(name: string, kind: 'reads' | 'changes', endpoint: Endpoint): void {
    this.app.post(`${API_PATH}/${name}`, (request, reply) => this.answer(request, reply, { kind, endpoint }))
  }

  private answer(
    request: FastifyRequest,
    reply: FastifyReply,
    { kind, endpoint }: { kind: 'reads' | 'changes'; endpoint: Endpoint }
  ): FastifyReply {
    const body = isRecord(request.body) ? request.body : {}
    const path = pathOf(request)
    const origin = `${request.protocol}://${request.host}/kasm`
    const { status, answer } = this.kasm.kit.store.transaction(() => {
      try {
        this.admit(body, kind)
        return { status: 200, answer: endpoint(this.kasm, { method: request.method, path, origin, body }) }
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return { status: error.status, answer: { error_message: error.message } }
      }
    })
    return reply.code(status).send(answer)
  }

  private admit(body: Record<string, unknown>, kind: 'reads' | 'changes'): void {
    const { env } = this.kasm.kit.settings
    const key = env.SANDBOX_KASM_KEY || 'sandbox-kasm-key'
    const secret = env.SANDBOX_KASM_SECRET || 'sandbox-kasm-secret'
    const isReader = body.api_key === `${key}-read`
    if ((body.api_key !== key && !isReader) || body.api_key_secret !== secret) {
      throw new Refusal('Unauthorized', 403)
    }
    if (isReader && kind === 'changes') throw new Refusal('Unauthorized', 403)
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An object that a call must carry. */
export function part(call: Call, name: string): Record<string, unknown> {
  const value = call.body[name]
  if (!isRecord(value)) throw new Refusal(`Invalid request. Missing required parameters: ${name}`, 400)
  return value
}

export function text(fields: Record<string, unknown>, name: string): string {
  const value = fields[name]
  if (typeof value !== 'string' || value === '')
    throw new Refusal(`Invalid request. Missing required parameters: ${name}`, 400)
  return value
}
