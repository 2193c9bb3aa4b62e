from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('authority', '0003_names'),
    ]

    operations = [
        migrations.CreateModel(
            name='TableMark',
            fields=[
                ('table', models.CharField(max_length=63, primary_key=True, serialize=False)),
                ('mark', models.CharField(max_length=36)),
            ],
            options={
                'default_permissions': (),
            },
        ),
    ]
