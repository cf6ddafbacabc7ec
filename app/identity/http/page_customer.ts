import type { HttpContext } from '@adonisjs/core/http'
import type { Caller } from '#app/shared/http/caller'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'

/** Each request of a page says for which customer the page was made: tabs share a session, and another may have switched. */
const header = 'x-page-customer'

/** What means the person and no customer. */
const ofPerson = new Set(['/current-customer', '/locale', '/session', '/impersonation'])

/** Whether a page that shows one customer asks for something while the session works for another by now. */
export function isOfOtherCustomer({ request, route }: HttpContext, caller: Caller): boolean {
  const named = request.header(header)
  if (named === undefined || caller.kind !== 'customer' || ofPerson.has(route?.pattern ?? '')) return false
  // A whole page is made anew, for the customer of now.
  const isWholePage = request.method() === 'GET' && !isPartial(request)
  return !isWholePage && readId('customer', named) !== caller.customerId
}

/** Nothing is done for a customer that the person did not have before their eyes: the page is loaded anew. */
export function refuseOtherCustomer(ctx: HttpContext): void {
  const { request, response, session, i18n } = ctx
  const detail = i18n.t('identity.other_customer')
  if (!request.header('x-inertia')) return sendProblem(ctx, { status: 409, code: 'other_customer', detail })
  const isRead = request.method() === 'GET'
  if (!isRead) session.flash('notice', { tone: 'error', text: detail })
  response
    .status(409)
    .header('x-inertia-location', isRead ? request.url(true) : '/')
    .send('')
}

/** A page's own script asks for a part of it, or for data. */
function isPartial(request: HttpContext['request']): boolean {
  return (
    request.header('x-inertia-partial-component') !== undefined ||
    !/html/.test(request.header('accept') ?? '')
  )
}
