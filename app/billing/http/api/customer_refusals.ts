import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'

export function sendCustomerNotFound(ctx: HttpContext): void {
  sendProblem(ctx, { status: 404, code: 'customer_not_found', detail: 'There is no such customer.' })
}
