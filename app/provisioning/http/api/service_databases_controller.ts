import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ServiceDatabases } from '#app/provisioning/actions/service_databases'
import {
  askedService,
  readReference,
  refuseBelonging,
  wholeList,
} from '#app/provisioning/http/api/belongings_refusals'
import {
  showDatabase,
  showDatabaseSecret,
  showSchedule,
} from '#app/provisioning/http/transformers/care_transformer'
import { makeDatabaseBody } from '#app/provisioning/http/validators/care_validators'

/** Databases and schedules of a game server. A password is in the answer that made it and nowhere else. */
@inject()
export default class ServiceDatabasesController {
  constructor(private databases: ServiceDatabases) {}

  async index(ctx: HttpContext) {
    const listed = await this.databases.list(askedService(ctx))
    return listed.ok ? wholeList(listed.value.map(showDatabase)) : refuseBelonging(ctx, listed.error)
  }

  async store(ctx: HttpContext) {
    const { name } = await ctx.request.validateUsing(makeDatabaseBody)
    const made = await this.databases.make({ ...askedService(ctx), name })
    return made.ok ? showDatabaseSecret(made.value) : refuseBelonging(ctx, made.error)
  }

  async resetPassword(ctx: HttpContext) {
    const database = readReference(ctx.params.database)
    const reset = await this.databases.resetPassword({ ...askedService(ctx), database })
    return reset.ok ? showDatabaseSecret(reset.value) : refuseBelonging(ctx, reset.error)
  }

  async destroy(ctx: HttpContext) {
    const database = readReference(ctx.params.database)
    const removed = await this.databases.remove({ ...askedService(ctx), database })
    return removed.ok ? ctx.response.noContent() : refuseBelonging(ctx, removed.error)
  }

  async schedules(ctx: HttpContext) {
    const listed = await this.databases.listSchedules(askedService(ctx))
    return listed.ok ? wholeList(listed.value.map(showSchedule)) : refuseBelonging(ctx, listed.error)
  }
}
