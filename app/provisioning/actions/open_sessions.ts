import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import type { PanelFailure, ServerSession } from '#app/provisioning/drivers/contract'
import { serviceSessionEnded, serviceSessionStarted } from '#app/provisioning/belonging_events'
import {
  OpenPanelAccess,
  type PanelAccessError,
  type PanelAccessInput,
} from '#app/provisioning/actions/open_panel_access'
import type { ServiceRow } from '#app/provisioning/records/services'

export type SessionError =
  PanelAccessError | { type: 'session_refused'; message: string } | { type: 'session_not_found' }

type SessionResult<T> = Promise<Result<T, SessionError>>

/** Desktops of a workspace: started, come back to and ended by their owner. Their links open them for whoever holds them, so they are kept nowhere. */
@inject()
export class OpenSessions {
  constructor(
    private access: OpenPanelAccess,
    private events: EventLog
  ) {}

  async list(input: PanelAccessInput): SessionResult<{ sessions: ServerSession[]; images: string[] }> {
    const opened = await this.reach(input)
    if (!opened.ok) return opened
    const { reference, sessions, panel } = opened.value
    const listed = await sessions.listSessions(reference)
    if (!listed.ok) return err(toError(listed.error))
    const offers = await panel.listOffers()
    const images = offers.ok ? offers.value.images.map(({ name }) => name) : []
    return ok({ sessions: listed.value, images })
  }

  /** @param image by its name; the one that was bought with the service when left out */
  async start(input: PanelAccessInput, image?: string): SessionResult<{ url: string }> {
    const opened = await this.reach(input)
    if (!opened.ok) return opened
    const { reference, sessions, service } = opened.value
    const name = image ?? service.spec.template ?? ''
    const link = await sessions.startSession(reference, name)
    if (!link.ok) return err(toError(link.error))
    await this.tell(service, { kind: serviceSessionStarted, image: name })
    return ok(link.value)
  }

  async open(input: PanelAccessInput, session: string): SessionResult<{ url: string }> {
    const opened = await this.reach(input)
    if (!opened.ok) return opened
    const { reference, sessions } = opened.value
    const link = await sessions.openSession(reference, session)
    return link.ok ? ok(link.value) : err(toError(link.error))
  }

  async end(input: PanelAccessInput, session: string): SessionResult<void> {
    const opened = await this.reach(input)
    if (!opened.ok) return opened
    const { reference, sessions, service } = opened.value
    const listed = await sessions.listSessions(reference)
    if (!listed.ok) return err(toError(listed.error))
    const known = listed.value.find((candidate) => candidate.reference === session)
    if (!known) return err({ type: 'session_not_found' })
    const ended = await sessions.endSession(reference, session)
    if (!ended.ok) return err(toError(ended.error))
    await this.tell(service, { kind: serviceSessionEnded, image: known.image })
    return ok()
  }

  private async reach(input: PanelAccessInput) {
    const opened = await this.access.reach(input, 'sessions')
    if (!opened.ok) return opened
    const { panel } = opened.value
    if (!panel.sessions) return err({ type: 'not_supported' as const })
    return ok({ ...opened.value, sessions: panel.sessions })
  }

  private tell(service: ServiceRow, { kind, image }: { kind: typeof serviceSessionStarted; image: string }) {
    const data = { serviceId: service.id, subscriptionId: service.subscriptionId, image }
    return inTransaction(() =>
      this.events.record([
        fact(kind, { kind: 'service', id: service.id }, { customerId: service.customerId, data }),
      ])
    )
  }
}

/** What the panel refuses in words is for whoever asked: a limit that is reached, no room. */
function toError(failure: PanelFailure): SessionError {
  if (failure.type === 'refused') return { type: 'session_refused', message: failure.message }
  if (failure.type === 'gone') return { type: 'session_not_found' }
  return { type: 'panel_failed', failure }
}
