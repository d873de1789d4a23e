import { ask, FILE_TYPES, readAnswer } from './client.js';
import {
  goneAnswer,
  guessAnswer,
  importAnswer,
  previewAnswer,
  profileAnswer,
  profilesAnswer,
  pushAnswer,
  storedProfile,
  templatesAnswer,
  type FullProfile,
  type Gone,
  type GuessAnswer,
  type ImportAnswer,
  type ListedProfile,
  type Preview,
  type StoredProfile,
  type Template,
} from './import-schema.js';

const GUESSED_BYTES = 1024 * 1024;
const JSON_TYPE = 'application/json';

/** Calls with which a person sends files for a provider. Nothing of a file is kept by them. */
export class FileCalls {
  /** @param provider whom it is about, for a person of several; absent = the only one */
  constructor(readonly provider?: string) {}

  /** @throws {ApiProblem} as every call here */
  async profiles(): Promise<ListedProfile[]> {
    return (await readAnswer(await this.ask('/v1/profiles'), profilesAnswer)).profiles;
  }

  async templates(): Promise<Template[]> {
    return (await readAnswer(await this.ask('/v1/templates'), templatesAnswer)).templates;
  }

  async template(name: string, type: keyof typeof FILE_TYPES): Promise<Blob> {
    return (await this.ask(`/v1/templates/${name}`, { headers: { accept: FILE_TYPES[type] } })).blob();
  }

  /** What a file's columns may be: the beginning of a CSV file tells it. */
  async guess(file: File, name: string): Promise<GuessAnswer> {
    const part = isWorkbook(file.name) ? file : file.slice(0, GUESSED_BYTES);
    return readAnswer(await this.upload('profiles:guess', { name }, file, JSON_TYPE, part), guessAnswer);
  }

  async profile(name: string): Promise<FullProfile> {
    return (await readAnswer(await this.ask(`/v1/profiles/${name}`), profileAnswer)).profile;
  }

  async putProfile(name: string, profile: object): Promise<StoredProfile> {
    const init = {
      method: 'PUT',
      headers: { 'content-type': JSON_TYPE },
      body: JSON.stringify(profile),
    };
    return readAnswer(await this.ask(`/v1/profiles/${name}`, init), storedProfile);
  }

  /** What would become of a file. */
  async preview(file: File, profile: string): Promise<Preview> {
    return readAnswer(await this.upload('imports:preview', { profile }, file), previewAnswer);
  }

  /** The refused rows in the file's own columns. */
  async refusedRows(file: File, profile: string): Promise<Blob> {
    return (await this.upload('imports:preview', { profile }, file, FILE_TYPES.csv)).blob();
  }

  /** Answers when every row is kept or refused. */
  async import(file: File, profile: string, id: string): Promise<ImportAnswer> {
    return readAnswer(await this.upload('imports', { profile, id }, file), importAnswer);
  }

  async progress(id: string): Promise<ImportAnswer> {
    return readAnswer(await this.ask(`/v1/imports/${encodeURIComponent(id)}`), importAnswer);
  }

  /** Rows that the last file of a profile no longer holds. */
  async gone(profile: string): Promise<Gone> {
    const about = this.provider === undefined ? {} : { provider: this.provider };
    const params = new URLSearchParams({ profile, ...about });
    return readAnswer(await this.ask(`/api/v1/feed/gone?${params.toString()}`), goneAnswer);
  }

  /** @param events at most a thousand; answers how many were refused. */
  async push(events: readonly object[]): Promise<number> {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify(events),
    };
    return (await readAnswer(await this.ask('/v1/events', init), pushAnswer)).rejected;
  }

  private upload(
    call: string,
    params: Record<string, string>,
    file: File,
    accept: string = JSON_TYPE,
    body: Blob = file,
  ): Promise<Response> {
    const type = isWorkbook(file.name) ? FILE_TYPES.xlsx : FILE_TYPES.csv;
    return this.ask(`/v1/${call}?${new URLSearchParams(params).toString()}`, {
      ...{ method: 'POST', body },
      headers: { accept, 'content-type': type },
    });
  }

  private ask(
    path: string,
    init: { method?: string; headers?: Record<string, string>; body?: BodyInit } = {},
  ): Promise<Response> {
    const about = this.provider === undefined ? {} : { 'waymark-provider': this.provider };
    return ask(path, {
      ...init,
      headers: { accept: JSON_TYPE, ...about, ...init.headers },
    });
  }
}

/** Workbooks of other kinds are sent as workbooks, too: the answer says what to do with them. */
const isWorkbook = (name: string): boolean => /\.xls[xm]$/i.test(name);
