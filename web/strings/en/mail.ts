export const enMail = {
  'mail.confirmSubject': 'Confirm your photograph of {item} for {title}',
  'mail.confirmText':
    'Hello,\n\nsomebody handed in a photograph of {item} for {title} by {brand} and gave this address. Was it you? Then open this page and confirm:\n\n{address}\n\nFrom then on your photograph takes part in the draw, with the same chance as everybody’s. If it was not you, do nothing: without your confirmation it never does.\n\n{brand}\n',
  'mail.rehearsal': 'This is a rehearsal: invented people and pictures, and no prizes.\n',
} as const
