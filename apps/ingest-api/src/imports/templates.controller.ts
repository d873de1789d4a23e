import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { preferredType, Problem, refuseOtherParameters, RequireProvider } from '@waymark/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MEDIA_TYPES } from './file-rows.js';
import { isTemplate, templateFile, templatesTold, type TemplateTold } from './template-files.js';

/** Tables to fill in, for providers without a system of their own. */
@Controller('v1/templates')
@RequireProvider({ persons: true, suppliers: true })
export class TemplatesController {
  @Get()
  list(@Req() request: FastifyRequest): { templates: TemplateTold[] } {
    refuseOtherParameters(request);
    return { templates: templatesTold() };
  }

  @Get(':name')
  async file(
    @Param('name') name: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | Buffer> {
    refuseOtherParameters(request);
    if (!isTemplate(name)) throw new Problem(404, 'unknown_template', 'There is no template of this name.');
    const kind = preferredType(request.headers.accept, MEDIA_TYPES);
    void reply
      .header('content-type', kind === 'csv' ? `${MEDIA_TYPES.csv}; charset=utf-8` : MEDIA_TYPES.xlsx)
      .header('content-disposition', `attachment; filename="${name}.${kind}"`)
      .header('vary', 'accept');
    return templateFile(name, kind);
  }
}
