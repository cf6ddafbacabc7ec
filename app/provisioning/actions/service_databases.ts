import { inject } from '@adonisjs/core'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok } from '#app/shared/result'
import type { DatabaseSecret, ServerDatabase, ServerSchedule } from '#app/provisioning/drivers/contract'
import {
  serviceDatabaseMade,
  serviceDatabasePasswordSet,
  serviceDatabaseRemoved,
} from '#app/provisioning/belonging_events'
import { OpenPanelAccess, type PanelAccessInput } from '#app/provisioning/actions/open_panel_access'
import { type BelongingsAnswer, recordOnService, told } from '#app/provisioning/actions/panel_answers'

type OneDatabase = PanelAccessInput & { database: string }

/** Databases beside a service, and what it does by itself at times. A database is looked up among the service's own first. */
@inject()
export class ServiceDatabases {
  constructor(
    private events: EventLog,
    private access: OpenPanelAccess
  ) {}

  async list(input: PanelAccessInput): BelongingsAnswer<ServerDatabase[]> {
    const opened = await this.access.reach(input, 'databases')
    if (!opened.ok) return opened
    return told(await opened.value.panel.databases!.listDatabases(opened.value.reference))
  }

  /** The password is in this answer alone. */
  async make({ name, ...input }: PanelAccessInput & { name: string }): BelongingsAnswer<DatabaseSecret> {
    const opened = await this.access.reach(input, 'databases')
    if (!opened.ok) return opened
    const { panel, reference, service } = opened.value
    const made = told(await panel.databases!.createDatabase(reference, name))
    if (!made.ok) return made
    await recordOnService(this.events, serviceDatabaseMade, { service, name: made.value.database.name })
    return made
  }

  async resetPassword(input: OneDatabase): BelongingsAnswer<DatabaseSecret> {
    const found = await this.find(input)
    if (!found.ok) return found
    const { panel, reference, service, database } = found.value
    const reset = told(await panel.databases!.resetDatabasePassword(reference, database.reference))
    if (!reset.ok) return reset
    await recordOnService(this.events, serviceDatabasePasswordSet, { service, name: database.name })
    return reset
  }

  async remove(input: OneDatabase): BelongingsAnswer<void> {
    const found = await this.find(input)
    if (!found.ok) return found
    const { panel, reference, service, database } = found.value
    const removed = told(await panel.databases!.removeDatabase(reference, database.reference))
    if (!removed.ok) return removed
    await recordOnService(this.events, serviceDatabaseRemoved, { service, name: database.name })
    return ok()
  }

  async listSchedules(input: PanelAccessInput): BelongingsAnswer<ServerSchedule[]> {
    const opened = await this.access.reach(input, 'schedules')
    if (!opened.ok) return opened
    return told(await opened.value.panel.schedules!.listSchedules(opened.value.reference))
  }

  private async find({ database, ...input }: OneDatabase) {
    const opened = await this.access.reach(input, 'databases')
    if (!opened.ok) return opened
    const { panel, reference } = opened.value
    const listed = told(await panel.databases!.listDatabases(reference))
    if (!listed.ok) return listed
    const found = listed.value.find((each) => each.reference === database)
    return found ? ok({ ...opened.value, database: found }) : err({ type: 'not_there' as const })
  }
}
