import { ExceptionHandler, type HttpContext, errors as httpErrors } from '@adonisjs/core/http'
import { errors as vineErrors } from '@vinejs/vine'
import { setCommonHeaders } from '#app/shared/http/api/answer_endpoint'
import { noteRefusal } from '#app/shared/http/note_refusal'
import { type Problem, sendProblem } from '#app/shared/http/problem'
import { renderPage } from '#app/shared/http/render_page'

/** Turns what was thrown into an answer: problem+json for programs, a page or the form with its errors for people. */
export default class PlatformExceptionHandler extends ExceptionHandler {
  protected override debug = false
  protected override renderStatusPages = false

  override async handle(error: unknown, ctx: HttpContext): Promise<unknown> {
    if (isForProgram(ctx) || wantsJson(ctx)) {
      setCommonHeaders(ctx)
      const problem = isBrokenBody(error, ctx) ? brokenBody : toProblem(error)
      return sendProblem(ctx, isStaleForm(error) ? { ...problem, detail: staleFormText(ctx) } : problem)
    }
    if (!(error instanceof vineErrors.E_VALIDATION_ERROR)) noteRefusal(ctx, toProblem(error))
    if (isStaleForm(error) && 'session' in ctx) return sendBackStaleForm(ctx)
    if (error instanceof vineErrors.E_VALIDATION_ERROR) return super.handle(error, ctx)
    return showError(ctx, isBrokenBody(error, ctx) ? brokenBody : toProblem(error))
  }

  override async report(error: unknown, ctx: HttpContext): Promise<void> {
    if (toProblem(error).status < 500 || isBrokenBody(error, ctx)) return
    ctx.logger.error({ err: error, requestId: ctx.request.id() }, 'Request failed')
  }
}

/** The form's mark ran out, or its session: the page was open for long, or somebody signed in or out in another tab. */
function isStaleForm(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'E_BAD_CSRF_TOKEN'
}

const staleFormText = ({ i18n }: HttpContext): string => i18n.t('validator.stale_form')

/** Back to the form, whose fields the page keeps, with a fresh mark: sending it once more is all there is to do. */
function sendBackStaleForm(ctx: HttpContext): void {
  const text = staleFormText(ctx)
  ctx.session.flash('notice', { tone: 'error', text })
  // An error of no field keeps dialogs open and what was typed in them.
  ctx.session.flash('inputErrorsBag', { stale_form: [text] })
  // The page is asked for, whatever the form's method was.
  ctx.response.redirect().status(303).back()
}

/** A page where pages are shown, plain words where there is not even that. */
async function showError(ctx: HttpContext, { status, code, detail }: Problem): Promise<void> {
  ctx.response.status(status)
  if (!('inertia' in ctx) || !ctx.inertia || !ctx.host) return ctx.response.type('text/plain').send(detail)
  const isPublic = ctx.host.surface === 'storefront' || ctx.host.surface === 'status'
  const page = isPublic ? 'errors/public/show' : 'errors/show'
  // What is withheld from whoever acts in a customer's name is said in its own words.
  const own = code === 'not_in_name' ? { text: detail } : {}
  ctx.response.send(await renderPage(ctx, page, { status, requestId: ctx.request.id() ?? null, ...own }))
}

function isForProgram(ctx: HttpContext): boolean {
  const path = ctx.request.url()
  return path.startsWith('/api/') || path.startsWith('/webhooks/') || path.startsWith('/health/')
}

/** A page's own script asks for JSON (a live price, a cart); page visits ask for HTML or carry the Inertia mark. */
function wantsJson({ request }: HttpContext): boolean {
  const accepted = request.header('accept') ?? ''
  return accepted.startsWith('application/json') && !request.header('x-inertia')
}

const brokenBody: Problem = {
  status: 400,
  code: 'malformed_body',
  detail: 'The body cannot be read: send a JSON object, packed as its headers say.',
}

/** What the reader of bodies throws as if it were our fault: what cannot be unpacked, and JSON that is neither object nor list. */
function isBrokenBody(error: unknown, { request }: HttpContext): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  const isPacked = request.header('content-encoding') !== undefined
  // Of brotli the code is that of its own library.
  return (
    (isPacked && /^(?:Z_|ERR__ERROR_)/.test(code)) || error.message.startsWith('Invalid JSON, only supports')
  )
}

function toProblem(error: unknown): Problem {
  if (error instanceof vineErrors.E_VALIDATION_ERROR) {
    const errors = (error.messages as { field: string; message: string }[]).map(({ field, message }) => ({
      field,
      message,
    }))
    return { status: 422, code: 'validation_failed', detail: 'Some fields need attention.', errors }
  }
  if (error instanceof httpErrors.E_ROUTE_NOT_FOUND) {
    return { status: 404, code: 'not_found', detail: 'There is nothing at this address.' }
  }
  const status = readStatus(error)
  if (status >= 500) {
    return {
      status,
      code: 'internal_error',
      detail: 'Something went wrong on our side. Quote the request id when you write to us.',
    }
  }
  const message = error instanceof Error ? error.message : 'The request was refused.'
  return { status, code: readCode(error, status), detail: message }
}

function readStatus(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500
  return status >= 400 && status < 600 ? status : 500
}

/** Body parsers throw without a code of their own. */
const codesByStatus: Record<number, string> = {
  400: 'malformed_body',
  413: 'too_large',
  415: 'unsupported_content_type',
}

function readCode(error: unknown, status: number): string {
  const known = codesByStatus[status]
  if (known) return known
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'refused'
  return code.toLowerCase().replace(/^e_/, '')
}
