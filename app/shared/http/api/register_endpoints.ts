import type { HttpContext } from '@adonisjs/core/http'
import router from '@adonisjs/core/services/router'
import type { Endpoint } from '#app/shared/http/endpoint'
import { answerEndpoint } from '#app/shared/http/api/answer_endpoint'
import { sendProblem } from '#app/shared/http/problem'
import { ApiDescription } from '#app/shared/http/api/description'
import { answersFor, apiAudience, apiPrefix } from '#app/shared/http/api/audience'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/**
 * Registers the rows of all domains. One address may be two endpoints, one for customers on the account host and one for
 * staff on the admin host; the host decides which answers.
 */
export function registerEndpoints(endpoints: Endpoint[]): void {
  const byRoute = new Map<string, Endpoint[]>()
  for (const candidates of groupByAddress(endpoints)) {
    const { name, method, path } = candidates[0]!
    const answered = method === 'GET' ? ['GET', 'HEAD'] : [method]
    router.route(`${apiPrefix}${path}`, answered, (ctx) => dispatch(ctx, candidates)).as(`api.${name}`)
    byRoute.set(`api.${name}`, candidates)
  }
  registerDescription(endpoints)
  router.any(`${apiPrefix}/*`, (ctx) => refuseUnknown(ctx, byRoute)).as('api.unknown')
}

function groupByAddress(endpoints: Endpoint[]): Endpoint[][] {
  const groups = new Map<string, Endpoint[]>()
  const names = new Set<string>()
  for (const endpoint of endpoints) {
    if (names.has(endpoint.name)) throw new Error(`Two endpoints are named ${endpoint.name}`)
    names.add(endpoint.name)
    const address = `${endpoint.method} ${endpoint.path.replaceAll(/:\w+/g, ':')}`
    const group = groups.get(address) ?? []
    if (group.some((other) => isSameAudience(other, endpoint))) {
      throw new Error(`Two endpoints answer ${endpoint.method} ${endpoint.path}`)
    }
    groups.set(address, [...group, endpoint])
  }
  return [...groups.values()]
}

function isSameAudience(first: Endpoint, second: Endpoint): boolean {
  return first.audience === 'both' || second.audience === 'both' || first.audience === second.audience
}

function dispatch(ctx: HttpContext, candidates: Endpoint[]): Promise<void> | void {
  const audience = apiAudience(ctx)
  const endpoint = audience && candidates.find((candidate) => answersFor(candidate, audience))
  return endpoint ? answerEndpoint(ctx, endpoint) : sendNotFound(ctx)
}

function registerDescription(endpoints: Endpoint[]): void {
  const description = new ApiDescription(endpoints)
  router
    .get(`${apiPrefix}/openapi.json`, (ctx) => {
      const audience = apiAudience(ctx)
      return audience ? description.sendDocument(ctx, audience) : sendNotFound(ctx)
    })
    .as('api.openapi')
  router
    .get(`${apiPrefix}/docs`, (ctx) => {
      const audience = apiAudience(ctx)
      return audience ? description.sendPage(ctx, audience) : sendNotFound(ctx)
    })
    .as('api.docs')
}

/** Says 405 with what is allowed where the address exists for another method, and 404 otherwise. */
function refuseUnknown(ctx: HttpContext, byRoute: Map<string, Endpoint[]>): void {
  const audience = apiAudience(ctx)
  const allowed = audience
    ? methods.filter((method) =>
        listCandidates(ctx, method, byRoute).some((row) => answersFor(row, audience))
      )
    : []
  if (allowed.length === 0) return sendNotFound(ctx)
  ctx.response.header('allow', allowed.join(', '))
  const detail = `This address answers ${allowed.join(' and ')}.`
  sendProblem(ctx, { status: 405, code: 'method_not_allowed', detail })
}

function listCandidates(ctx: HttpContext, method: string, byRoute: Map<string, Endpoint[]>): Endpoint[] {
  const match = router.match(ctx.request.url(), method, false)
  return byRoute.get(match?.route.name ?? '') ?? []
}

function sendNotFound(ctx: HttpContext): void {
  sendProblem(ctx, { status: 404, code: 'not_found', detail: 'There is nothing at this address.' })
}
