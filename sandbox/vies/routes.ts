import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Kit } from '../core/system.ts'
import { keepCheck } from './checks.ts'
import { type Entry, knowsCountry, lookUp, testNumbers } from './registry.ts'

const BASE = '/taxation_customs/vies/rest-api'

/** Faults that are told by a code, in the order in which they are looked at. */
const codes = {
  ms_unavailable: 'MS_UNAVAILABLE',
  ms_max_concurrent_req: 'MS_MAX_CONCURRENT_REQ',
  ip_blocked: 'IP_BLOCKED',
} as const

type Question = { country: string; number: string; requester: string | null }

export function registerViesRoutes(app: FastifyInstance, kit: Kit): void {
  app.post(`${BASE}/check-vat-number`, async (request, reply) => answer(kit, reply, readQuestion(request)))
  app.post(`${BASE}/check-vat-test-service`, async (request, reply) => {
    const question = readQuestion(request)
    const code = testNumbers[question.number] ?? 'INVALID_INPUT'
    if (code !== 'VALID' && code !== 'INVALID') return refuse(reply, code)
    const entry: Entry = { valid: code === 'VALID', name: 'John Doe', address: '123 Main St, Anytown' }
    return reply.send(toBody(kit, question, entry, ''))
  })
  app.get(`${BASE}/check-status`, async () => ({
    vow: { available: true },
    countries: [{ countryCode: 'DE', availability: 'Available' }],
  }))
}

function answer(kit: Kit, reply: FastifyReply, question: Question): FastifyReply {
  if (kit.faults.strikes('error_page'))
    return reply.type('text/html').send('<html>Please try again later</html>')
  if (kit.faults.strikes('service_unavailable')) return refuse(reply.code(500), 'SERVICE_UNAVAILABLE')
  for (const [fault, code] of Object.entries(codes)) {
    if (kit.faults.strikes(fault)) return refuse(reply, code)
  }
  if (!knowsCountry(question.country) || question.number === '')
    return refuse(reply.code(400), 'INVALID_INPUT')
  if (question.requester && !lookUpText(question.requester).valid)
    return refuse(reply.code(400), 'INVALID_REQUESTER_INFO')
  const found = lookUp(question.country, question.number)
  const entry = kit.faults.strikes('invalid') ? { valid: false, name: '---', address: '---' } : found
  const consultation = keepCheck(kit, { ...question, outcome: entry.valid ? 'VALID' : 'INVALID' })
  return reply.send(toBody(kit, question, entry, consultation))
}

function lookUpText(taxId: string): Entry {
  return lookUp(taxId.slice(0, 2), taxId.slice(2))
}

function toBody(kit: Kit, { country, number }: Question, entry: Entry, requestIdentifier: string) {
  return {
    countryCode: country,
    vatNumber: number,
    requestDate: new Date(kit.nowMs()).toISOString(),
    valid: entry.valid,
    requestIdentifier,
    name: entry.name,
    address: entry.address,
    traderName: '---',
    traderStreet: '---',
    traderPostalCode: '---',
    traderCity: '---',
    traderCompanyType: '---',
  }
}

function refuse(reply: FastifyReply, code: string): FastifyReply {
  return reply.send({ actionSucceed: false, errorWrappers: [{ error: code }] })
}

function readQuestion(request: FastifyRequest): Question {
  const body = (request.body ?? {}) as Record<string, unknown>
  const text = (name: string) => (typeof body[name] === 'string' ? body[name].trim().toUpperCase() : '')
  const requester = text('requesterMemberStateCode') + text('requesterNumber')
  return { country: text('countryCode'), number: text('vatNumber'), requester: requester || null }
}
