import type { HttpContext } from '@adonisjs/core/http'
import type { Caller } from '#app/shared/http/caller'
import type { Endpoint, EndpointHandler } from '#app/shared/http/endpoint'
import { actingAs } from '#app/shared/database/unit'
import { apiAudience, requiredAbility } from '#app/shared/http/api/audience'
import { answerOnce } from '#app/shared/http/api/idempotency'
import { readBearer, tokenAuthenticator } from '#app/shared/http/api/authenticator'
import { countToken } from '#app/shared/http/api/rate_limit'
import { refuseUndeclared } from '#app/shared/http/api/undeclared_fields'
import { sendProblem } from '#app/shared/http/problem'

type ControllerClass = new (...args: never[]) => object

const loaded = new Map<Endpoint, ControllerClass>()

/**
 * The way of every API request after the limit of its address (`api_limit_middleware`): token, limit of the token, ability,
 * content type, names of fields, idempotency, and then the controller. Nothing is allowed that the endpoint's row does not say.
 */
export async function answerEndpoint(ctx: HttpContext, endpoint: Endpoint): Promise<void> {
  if (endpoint.ability === null) return isDeclared(ctx, endpoint) ? runController(ctx, endpoint) : undefined
  const caller = await authenticate(ctx)
  if (!caller || !(await countToken(ctx, caller))) return
  if (!isPermitted(ctx, endpoint, caller)) return
  if (!acceptsContentType(ctx, endpoint) || !isDeclared(ctx, endpoint)) return
  const run = () => runController(ctx, endpoint)
  await actingAs({ actor: { kind: caller.kind, id: caller.userId, ip: ctx.request.ip() } }, () =>
    endpoint.isIdempotent ? answerOnce(ctx, caller, run) : run()
  )
  tokenAuthenticator().noteUse(caller)
}

export function setCommonHeaders(ctx: HttpContext): void {
  ctx.response.header('cache-control', 'no-store')
  ctx.response.header('x-content-type-options', 'nosniff')
  ctx.response.header('x-request-id', ctx.request.id() ?? '')
}

async function authenticate(ctx: HttpContext): Promise<Caller | null> {
  const token = readBearer(ctx.request.header('authorization'))
  const from = { ip: ctx.request.ip(), assertedEmail: ctx.assertedEmail }
  const answer = token ? await tokenAuthenticator().findCaller(token, from) : null
  if (answer?.kind === 'known') {
    ctx.caller = answer.caller
    return answer.caller
  }
  if (answer?.kind === 'elsewhere') {
    const problem = 'This token works from the networks that it was given only.'
    sendProblem(ctx, { status: 403, code: 'network_not_allowed', detail: problem })
    return null
  }
  if (answer?.kind === 'someone_else') {
    const problem = 'Cloudflare Access let through somebody else than the owner of this token.'
    sendProblem(ctx, { status: 403, code: 'someone_else', detail: problem })
    return null
  }
  ctx.response.header('www-authenticate', 'Bearer')
  const detail = token
    ? 'This token is unknown, expired or revoked.'
    : 'Send an API token: "Authorization: Bearer …".'
  sendProblem(ctx, { status: 401, code: token ? 'token_invalid' : 'token_missing', detail })
  return null
}

/** Customers' tokens work on the customers' host, staff's on the staff's; the ability decides the rest. */
function isPermitted(ctx: HttpContext, endpoint: Endpoint, caller: Caller): boolean {
  const hostKind = apiAudience(ctx)
  if (caller.kind !== hostKind) {
    const detail =
      hostKind === 'staff'
        ? 'This host answers staff tokens only.'
        : 'This host answers customer tokens only.'
    sendProblem(ctx, { status: 403, code: 'wrong_kind_of_token', detail })
    return false
  }
  const needed = requiredAbility(endpoint, caller.kind)
  if (needed && caller.abilities.has(needed)) return true
  sendProblem(ctx, {
    status: 403,
    code: 'ability_missing',
    detail: `This needs the ability "${needed ?? 'none'}", which the token or its owner does not have.`,
  })
  return false
}

/** JSON is UTF-8 (RFC 8259): in any other alphabet names would be kept with letters that nobody wrote. */
const jsonType = /^application\/(problem\+)?json\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?;?\s*$/i

function acceptsContentType(ctx: HttpContext, endpoint: Endpoint): boolean {
  const { request } = ctx
  const hasBody =
    Number(request.header('content-length') ?? 0) > 0 || request.header('transfer-encoding') !== undefined
  if (endpoint.file && request.is(['multipart/form-data'])) return true
  const type = request.header('content-type') ?? ''
  if (endpoint.fileTypes?.includes(type.split(';')[0]!.trim().toLowerCase())) return true
  if (!hasBody || jsonType.test(type)) return true
  const detail = 'Send JSON: "Content-Type: application/json".'
  sendProblem(ctx, { status: 415, code: 'unsupported_content_type', detail })
  return false
}

function isDeclared(ctx: HttpContext, endpoint: Endpoint): boolean {
  const problem = refuseUndeclared(ctx, endpoint)
  if (problem) sendProblem(ctx, problem)
  return problem === null
}

async function runController(ctx: HttpContext, endpoint: Endpoint): Promise<void> {
  const [load, method] = endpoint.controller
  const Controller = loaded.get(endpoint) ?? (await load()).default
  loaded.set(endpoint, Controller)
  ctx.response.status(endpoint.answers.status)
  const controller = await ctx.containerResolver.make(Controller as new () => object)
  const value: unknown = await (controller as Record<string, EndpointHandler>)[method]!(ctx)
  if (value !== undefined && !ctx.response.hasLazyBody) ctx.response.send(value)
}
