/** The tenant of the story under way: connections that watch from outside see its rows only, as the database demands of everybody. */
export const storyTenant = { id: '00000000-0000-0000-0000-000000000000' }
