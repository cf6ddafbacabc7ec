/** The door of this domain: what others may use. */
export { DecideMovement } from '#app/banking/actions/decide_movement'
export { countMovements } from '#app/banking/queries/list_movements'
