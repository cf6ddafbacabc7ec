/** The door of this domain: what others may use. */
export { StartClockMove, type StartClockMoveError } from '#app/tenancy/actions/start_clock_move'
export { type ClockMove, latestClockMove } from '#app/tenancy/records/clock_moves'
