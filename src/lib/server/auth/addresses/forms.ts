import { z } from 'zod';
import { Email } from '../forms.ts';

export const ChangeEmail = z.object({ email: Email });
