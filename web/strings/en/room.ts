/** Words of the room: what blogs write. */
export const enRoom = {
  'room.title': 'From blogs',
  'room.description': 'What people write on their blogs about {title}.',
  'room.none': 'Nobody has written about it yet, as far as we know.',
  'room.how':
    'Wrote about it? Link to this page and send a webmention, and a person here reads it. What you write is quoted with your name and a link, and takes no part in draws.',
  'room.more': 'Older ones',
  'room.about': 'About {name}',
  'room.readOn': 'Read on at {host}',
  'room.all': 'All that blogs write',
  'room.ofItem': 'Blogs on {name}',
  'room.entry': 'Its page here',
} as const
