import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { inReadTransaction } from '#app/shared/database/unit'
import { type Problem, sendProblem } from '#app/shared/http/problem'
import { filterId } from '#app/shared/ids'
import { unreachable } from '#app/shared/result'
import { RecordMove, type RecordMoveError } from '#app/provisioning/actions/record_move'
import { sendServiceNotFound } from '#app/provisioning/http/api/provisioning_refusals'
import { idOf } from '#app/provisioning/http/api/service_access'
import { showMove } from '#app/provisioning/http/transformers/move_transformer'
import { moveServiceBody } from '#app/provisioning/http/validators/move_validators'
import { findService } from '#app/provisioning/records/services'
import { listMoves } from '#app/provisioning/records/service_moves'

/** That a service stands on another panel or machine, and where it stood before. */
@inject()
export default class ServiceMovesController {
  constructor(private recordMove: RecordMove) {}

  async index(ctx: HttpContext) {
    const id = idOf(ctx, 'service')
    const moves = await inReadTransaction(async () => (await findService(id)) && listMoves(id))
    return moves ? { data: moves.map(showMove), next_cursor: null } : sendServiceNotFound(ctx)
  }

  async store(ctx: HttpContext) {
    const { panel_id, reference, node, note } = await ctx.request.validateUsing(moveServiceBody)
    const place = { panelId: filterId('panel', panel_id)!, reference, node: node ?? null, note }
    const moved = await this.recordMove.execute({ serviceId: idOf(ctx, 'service'), ...place })
    if (!moved.ok) return refuse(ctx, moved.error)
    ctx.response.status(201)
    return showMove(moved.value)
  }
}

function refuse(ctx: HttpContext, error: RecordMoveError): void {
  const say = (problem: Pick<Problem, 'status' | 'field'>) =>
    sendProblem(ctx, { ...problem, code: error.type, detail: ctx.i18n.t(`network.moves.${error.type}`) })
  switch (error.type) {
    case 'service_not_found':
      return sendServiceNotFound(ctx)
    case 'panel_not_found':
      return say({ status: 404, field: 'panel_id' })
    case 'service_has_no_server':
    case 'work_under_way':
      return say({ status: 409 })
    case 'other_panel_kind':
      return say({ status: 422, field: 'panel_id' })
    case 'nothing_moved':
    case 'reference_taken':
      return say({ status: 422, field: 'reference' })
    case 'panel_failed':
      return error.failure.type === 'gone'
        ? sendProblem(ctx, {
            status: 422,
            code: 'server_not_there',
            field: 'reference',
            detail: ctx.i18n.t('network.moves.server_not_there'),
          })
        : sendProblem(ctx, {
            status: 503,
            code: 'panel_unavailable',
            detail: ctx.i18n.t('network.moves.panel_failed'),
          })
    default:
      return unreachable(error)
  }
}
