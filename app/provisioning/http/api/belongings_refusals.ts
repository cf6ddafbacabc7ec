import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import type { BelongingsError } from '#app/provisioning/actions/panel_answers'
import { refuseAccess } from '#app/provisioning/http/api/provisioning_refusals'
import { idOf, reachOf } from '#app/provisioning/http/api/service_access'

/** Which service, and whose it must be. */
export function askedService(ctx: HttpContext) {
  return { serviceId: idOf(ctx, 'service'), customerId: reachOf(ctx).customerId }
}

/** A list that is always told whole. */
export function wholeList<T>(data: T[]) {
  return { data, next_cursor: null }
}

/** How each refusal about something that belongs to a service looks over the API. */
export function refuseBelonging(ctx: HttpContext, error: BelongingsError): void {
  switch (error.type) {
    case 'refused_by_panel':
      return sendProblem(ctx, { status: 409, code: error.type, detail: error.message })
    case 'not_there':
      return sendProblem(ctx, { status: 404, code: error.type, detail: 'This service has no such thing.' })
    case 'already_under_way':
      return sendProblem(ctx, {
        status: 409,
        code: error.type,
        detail: 'Other work on this service is under way.',
      })
    default:
      return refuseAccess(ctx, error)
  }
}

/** Ids of a panel go in and out as one word, whatever signs they are made of. */
export function showReference(reference: string): string {
  return Buffer.from(reference).toString('base64url')
}

export function readReference(shown: unknown): string {
  return Buffer.from(String(shown), 'base64url').toString()
}
