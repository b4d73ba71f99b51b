# The image of web, worker and beat alike; which one it is, the command says.
FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /opt/bothy
COPY requirements.txt .
RUN /opt/bothy/bin/pip install --require-hashes -r requirements.txt

FROM python:3.13-slim
ENV PATH=/opt/bothy/bin:$PATH PYTHONUNBUFFERED=1 VAR=/var/lib/bothy
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin bothy \
    && install -d -o bothy -g bothy -m 700 /var/lib/bothy
COPY --from=build /opt/bothy /opt/bothy
WORKDIR /srv/bothy
COPY . .
# The key guards nothing here: collecting files signs nothing.
RUN SECRET_KEY=only-for-this-step python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q .
USER bothy
EXPOSE 8000
CMD ["gunicorn", "mentorship.wsgi:application", "--bind", "0.0.0.0:8000"]
